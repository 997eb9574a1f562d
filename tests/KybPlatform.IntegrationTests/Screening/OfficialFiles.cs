using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>Small issues of official lists in their publishers' formats, with invented parties, and the real ones where they are at hand.</summary>
internal static class OfficialFiles
{
    /// <summary>One invented person and two invented organizations.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> SmallOfac(params (int Id, string Name, string Kind)[] more)
    {
        (int Id, string Name, string Kind)[] all = [(9001, "ZANTHROPOVA, Quirinia Maud", "individual"), (9002, "VELDRUNE MARITIME FICTION LLC", "-0- "), (9003, "ORSKAVIK TRADING HOUSE", "-0- "), .. more];
        return
        [
            ("sdn.csv", Csv(all, e => $"{e.Id},\"{e.Name}\",{(e.Kind == "individual" ? "\"individual\"" : "-0- ")},\"TESTPROG\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{(e.Id == 9001 ? "\"DOB 04 May 1971.\"" : "-0- ")}")),
            ("alt.csv", Csv(all, e => $"{e.Id},{e.Id},\"aka\",\"{e.Name} A\",-0- ")),
            ("add.csv", Csv(all, e => $"{e.Id},{e.Id},-0- ,-0- ,\"Malta\",-0- ")),
        ];
    }

    public static byte[] SmallUn(DateTimeOffset generated) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="utf-8"?>
        <CONSOLIDATED_LIST dateGenerated="{generated:yyyy-MM-ddTHH:mm:ssZ}">
          <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Ulmendor</FIRST_NAME><SECOND_NAME>Krastavin</SECOND_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE></INDIVIDUAL></INDIVIDUALS>
          <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>Brethillian Fiction Front</FIRST_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE></ENTITY></ENTITIES>
        </CONSOLIDATED_LIST>
        """));

    /// <summary>One invented party.</summary>
    public static byte[] SmallDeniedPersons() => Encoding.UTF8.GetBytes(
        "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n"
        + "\"ULMENDOR KRASTAVIN\"\t\"\"\t\"\"\t\"\"\t\"MT\"\t\"\"\t\"01/02/2026\"\t\"\"\t\"Y\"\t\"2026-01-02\"\t\"\"\t\"\"\n");

    public static Task<HttpAnswer> ImportAsync(
        this ApiClient platform, string key, IEnumerable<(string Name, byte[] Content)> files, DateTimeOffset? publishedAt = null, string? idempotencyKey = null)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            form.Add(part, "file", name);
        }
        if (publishedAt is { } at) form.Add(new StringContent(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), "published_at");
        return platform.SendAsync(HttpMethod.Post, $"/v1/screening/lists/{key}/snapshots", form, ("Idempotency-Key", idempotencyKey));
    }

    /// <summary>The real files of a folder of the shared data; the test is skipped where they are not at hand.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Real(params string[] folder)
    {
        var path = Path.Combine([Root() ?? "", "data", "sanctions", .. folder]);
        if (!Directory.Exists(path)) Assert.Skip($"The real lists are not at hand: no shared data folder with {string.Join('/', folder)}.");
        return [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
    }

    private static byte[] Csv<T>(IEnumerable<T> rows, Func<T, string> line) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => line(r) + "\r\n")) + "\u001a");

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("KYB_SHARED") is { Length: > 0 } given) return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln"))) return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return null;
    }
}
