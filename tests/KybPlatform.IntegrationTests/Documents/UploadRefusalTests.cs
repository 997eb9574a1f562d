using System.Text;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>Every form that is not one usable document is refused by its documented code, and leaves nothing behind.</summary>
public sealed class UploadRefusalTests(PlatformApp app, TestPostgres postgres)
{
    private const string FilePart = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 content";

    [Theory]
    [InlineData("html")]
    [InlineData("zip")]
    [InlineData("avif")]
    [InlineData("exe")]
    [InlineData("svg")]
    [InlineData("gif")]
    public async Task A_file_of_another_kind_is_refused_whatever_it_is_called(string kind)
    {
        var tenant = await app.ANewTenantAsync();

        await tenant.UploadAsync("/v1/documents", SampleFiles.Of(kind), "passport.pdf", "application/pdf").ShouldBeRefusedAsync(415, "unsupported_document_type");
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        var tenant = await app.ANewTenantAsync();

        (await tenant.UploadAsync("/v1/documents", [])).ShouldBeRefused(422, "empty_file").ShouldBlame("/file", "empty_file");
    }

    [Fact]
    public async Task Twenty_megabytes_are_taken_and_one_byte_more_is_refused()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        const int Limit = 20 * 1024 * 1024;

        (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(Limit))).ShouldBe(201).At("/size").GetInt32().Should().Be(Limit);
        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(Limit + 1)).ShouldBeRefusedAsync(413, "document_too_large");

        Files(platform).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("text/plain", "hello", 415, "unsupported_media_type")]
    [InlineData("application/json", "{}", 415, "unsupported_media_type")]
    [InlineData("multipart/form-data", "--b--", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=\"\"", "--b--", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "--b--", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "no form at all", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n", 422, "required")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: ;;;\r\n\r\nx\r\n--b--\r\n", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"flie\"\r\n\r\nx\r\n--b--\r\n", 422, "unknown_field")]
    [InlineData("multipart/form-data; boundary=b", FilePart, 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", FilePart + "\r\n--b", 400, "malformed_multipart")]
    [InlineData("multipart/form-data; boundary=b", FilePart + "\r\n" + FilePart + "\r\n--b--\r\n", 422, "duplicate_part")]
    [InlineData("multipart/form-data; boundary=b", FilePart + "\r\n--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nNot A Type\r\n--b--\r\n", 422, "invalid_value")]
    [InlineData("multipart/form-data; boundary=b", FilePart + "\r\n--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n\r\n--b--\r\n", 422, "invalid_value")]
    [InlineData("multipart/form-data; boundary=b", FilePart + "\r\n--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nutility\0bill\r\n--b--\r\n", 422, "invalid_value")]
    public async Task A_form_that_is_none_is_refused_by_its_fault(string contentType, string form, int status, string code)
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();

        var refused = await tenant.SendAsync(HttpMethod.Post, "/v1/documents", Raw(contentType, form));

        refused.ShouldBeRefused(status, code);
        Files(platform).Should().BeEmpty();
        (await platform.AskAsync<long>("SELECT count(*) FROM documents")).Should().Equal(0);
        platform.Logs.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_misspelt_part_is_told_the_right_name()
    {
        var tenant = await app.ANewTenantAsync();

        var refused = await tenant.SendAsync(HttpMethod.Post, "/v1/documents", Raw("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"fil\"\r\n\r\nx\r\n--b--\r\n"));

        refused.ShouldBeRefused(422, "unknown_field").ShouldBlame("/fil", "unknown_field").Text("/detail").Should().Contain("'file'");
    }

    internal static string[] Files(RunningPlatform platform) => Directory.GetFiles(platform.DataFolder, "*", SearchOption.AllDirectories);

    private static ByteArrayContent Raw(string contentType, string body)
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }
}
