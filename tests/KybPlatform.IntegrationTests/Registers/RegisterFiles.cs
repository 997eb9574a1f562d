using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Registers;

/// <summary>Small issues of a register, with invented companies, and how they are imported.</summary>
internal static class RegisterFiles
{
    private const string Header = "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate\n";

    public static byte[] CompaniesHouse(params (string Name, string Number, string Status)[] companies) => Encoding.UTF8.GetBytes(Header + string.Concat(companies.Select(c =>
        $"\"{c.Name}\",\"{c.Number}\",\"\",\"\",\"1 EXAMPLE STREET\",\"\",\"LONDON\",\"\",\"ENGLAND\",\"EC1A 1BB\",\"Private Limited Company\",\"{c.Status}\",\"United Kingdom\",\"\",\"01/05/2009\"\n")));

    public static async Task<string> OpenAsync(this ApiClient platform, string key, string format, DateTimeOffset publishedAt, bool complete = true) =>
        (await platform.PostAsync($"/v1/register-datasets/{key}/imports", new { format, publisher = "A register", published_at = publishedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), complete })).ShouldBe(201).Text("/id");

    public static Task<HttpAnswer> SendAsync(this ApiClient platform, string key, string id, HttpContent content, string query = "")
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return platform.SendAsync(HttpMethod.Put, $"/v1/register-datasets/{key}/imports/{id}/content{query}", new MultipartFormDataContent { { content, "file", "issue.csv" } });
    }

    public static async Task<HttpAnswer> ImportAsync(this ApiClient platform, string key, string format, byte[] content, DateTimeOffset publishedAt, bool complete = true) =>
        await platform.SendAsync(key, await platform.OpenAsync(key, format, publishedAt, complete), new ByteArrayContent(content));
}

/// <summary>Content that breaks off.</summary>
internal sealed class BrokenContent(byte[] bytes) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
        throw new IOException("The cable was pulled.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
