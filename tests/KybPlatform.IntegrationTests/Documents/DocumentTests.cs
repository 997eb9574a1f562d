using System.Security.Cryptography;
using System.Text;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Documents;

public sealed class DocumentTests(PlatformApp app)
{
    [Fact]
    public async Task A_document_comes_back_byte_for_byte_as_a_download()
    {
        var tenant = await app.ANewTenantAsync();
        var file = SampleFiles.Pdf(200_000);

        var made = (await tenant.UploadAsync("/v1/documents", file, "Extrait Kbis.pdf", type: "business_registration")).ShouldBe(201);

        made.Text("/id").Should().StartWith("doc_");
        made.Headers.Location!.ToString().Should().Be($"/v1/documents/{made.Text("/id")}");
        made.Text("/type").Should().Be("business_registration");
        made.Text("/content_type").Should().Be("application/pdf");
        made.Has("/declared_content_type").Should().BeFalse();
        made.At("/size").GetInt64().Should().Be(200_000);
        made.Text("/sha256").Should().Be(Convert.ToHexStringLower(SHA256.HashData(file)));
        made.Text("/file_name").Should().Be("Extrait Kbis.pdf");
        (await tenant.GetAsync($"/v1/documents/{made.Text("/id")}")).ShouldBe(200).Body.Should().Be(made.Body);
        var content = (await tenant.GetAsync($"/v1/documents/{made.Text("/id")}/content")).ShouldBe(200);
        content.Bytes.Should().Equal(file);
        content.Content.ContentType!.MediaType.Should().Be("application/pdf");
        content.Content.ContentDisposition!.DispositionType.Should().Be("attachment");
        content.Content.ContentDisposition.FileName!.Trim('"').Should().Be("Extrait Kbis.pdf");
        content.Header("X-Content-Type-Options").Should().Be("nosniff");
        content.Header("Content-Security-Policy").Should().Contain("sandbox");
    }

    [Theory]
    [InlineData("pdf", "application/pdf")]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    [InlineData("heic", "image/heic")]
    [InlineData("tiff", "image/tiff")]
    public async Task A_file_is_what_its_first_bytes_say_and_a_sender_who_says_otherwise_is_noted(string kind, string contentType)
    {
        var tenant = await app.ANewTenantAsync();

        var made = (await tenant.UploadAsync("/v1/documents", SampleFiles.Of(kind), "scan.bin", "image/gif")).ShouldBe(201);

        made.Text("/content_type").Should().Be(contentType);
        made.Text("/declared_content_type").Should().Be("image/gif");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    public async Task Every_size_survives_its_chunks(int beyond)
    {
        var tenant = await app.ANewTenantAsync();
        byte[] file = [.. SampleFiles.Pdf(9), .. RandomNumberGenerator.GetBytes(beyond - 1)];

        var made = (await tenant.UploadAsync("/v1/documents", file)).ShouldBe(201);

        (await tenant.GetAsync($"/v1/documents/{made.Text("/id")}/content")).ShouldBe(200).Bytes.Should().Equal(file);
    }

    [Fact]
    public async Task On_the_disk_and_in_the_database_neither_content_nor_file_name_can_be_read()
    {
        await using var platform = await RunningPlatform.StartAsync((await TestContext.Current.GetFixture<Postgres.TestPostgres>())!);
        var tenant = await platform.ANewTenantAsync();
        byte[] file = [.. SampleFiles.Pdf(), .. "Canary Person was here"u8];

        await tenant.UploadAsync("/v1/documents", file, "Canary Person.pdf").ShouldBeAsync(201);

        var stored = Directory.GetFiles(platform.DataFolder, "*", SearchOption.AllDirectories).Should().ContainSingle().Subject;
        Path.GetFileName(stored).Should().NotContain("Canary").And.MatchRegex("^[0-9a-f]{32}$");
        var bytes = await File.ReadAllBytesAsync(stored);
        bytes.AsSpan().IndexOf("Canary"u8).Should().Be(-1);
        bytes.AsSpan().IndexOf("%PDF"u8).Should().Be(-1);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(stored).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var table in (string[])["documents", "audit_entries", "idempotency_keys", "outbox", "events"])
            string.Concat(await platform.AskAsync<string>($"SELECT row_to_json(t)::text FROM {table} t")).Should().NotContain("Canary").And.NotContain(Convert.ToHexStringLower("Canary"u8));
    }

    [Fact]
    public async Task A_file_name_brings_no_path_and_no_control_characters()
    {
        var tenant = await app.ANewTenantAsync();

        var made = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), "..\\..\\etc/pass\twd.pdf")).ShouldBe(201);

        made.Text("/file_name").Should().NotContainAny("/", "\\", "\t");
    }

    [Fact]
    public async Task A_document_is_the_tenants_own()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        var id = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");

        foreach (var path in (string[])[$"/v1/documents/{id}", $"/v1/documents/{id}/content", "/v1/documents/doc_nonsense", "/v1/documents/doc_nonsense/content"])
            await stranger.GetAsync(path).ShouldBeRefusedAsync(404, "not_found");
        await tenant.Test.GetAsync($"/v1/documents/{id}").ShouldBeRefusedAsync(404, "not_found");
    }

    [Fact]
    public async Task An_upload_is_an_event_that_names_no_file()
    {
        var tenant = await app.ANewTenantAsync();
        var made = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), "Canary.pdf", type: "utility_bill")).ShouldBe(201);

        var entry = (await tenant.GetAsync($"/v1/audit-entries?resource={made.Text("/id")}")).ShouldBe(200);

        entry.Text("/data/0/action").Should().Be("document.uploaded");
        entry.Text("/data/0/details/type").Should().Be("utility_bill");
        entry.Body.Should().NotContain("Canary");
    }

    [Fact]
    public async Task A_changed_or_lost_file_is_an_error_and_never_wrong_bytes()
    {
        await using var platform = await RunningPlatform.StartAsync((await TestContext.Current.GetFixture<Postgres.TestPostgres>())!);
        var tenant = await platform.ANewTenantAsync();
        var path = $"/v1/documents/{(await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id")}/content";
        var stored = Directory.GetFiles(platform.DataFolder, "*", SearchOption.AllDirectories).Single();

        var bytes = await File.ReadAllBytesAsync(stored);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(stored, bytes);
        await tenant.GetAsync(path).ShouldBeRefusedAsync(500, "unexpected");
        File.Delete(stored);
        var lost = await tenant.GetAsync(path).ShouldBeRefusedAsync(503, "document_unavailable");

        lost.Header("Retry-After").Should().NotBeNull();
        Encoding.UTF8.GetString(lost.Bytes).Should().NotContain(platform.DataFolder);
    }
}
