using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>What happens to a file between its upload and anybody's seeing it.</summary>
public sealed class PreparationTests(PlatformApp app, TestPostgres postgres)
{
    private const string Secret = "CANARY 48.8584N 2.2945E";

    [Fact]
    public async Task A_picture_comes_back_drawn_anew_and_its_own_hash_is_kept()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        byte[] file = [.. Picture(), .. Encoding.ASCII.GetBytes(Secret)];

        var made = (await tenant.UploadAsync("/v1/documents", file, "shop.png")).ShouldBe(201);
        var seen = (await tenant.GetAsync($"/v1/documents/{made.Text("/id")}/content")).ShouldBe(200);

        made.Text("/state").Should().Be("ready");
        made.Text("/sha256").Should().Be(Convert.ToHexStringLower(SHA256.HashData(file)));
        made.At("/size").GetInt32().Should().Be(file.Length);
        seen.Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Secret)).Should().Be(-1);
        made.Text("/rendition/sha256").Should().Be(Convert.ToHexStringLower(SHA256.HashData(seen.Bytes)));
        made.At("/rendition/size").GetInt32().Should().Be(seen.Bytes.Length);
        using var shown = SKBitmap.Decode(seen.Bytes);
        (shown.Width, shown.GetPixel(3, 3)).Should().Be((30, SKColors.Red));
        UploadRefusalTests.Files(platform).Should().ContainSingle("what it was before is not kept");
    }

    [Fact]
    public async Task A_picture_that_cannot_be_opened_is_kept_and_shown_to_nobody()
    {
        var tenant = await app.ANewTenantAsync();

        var made = (await tenant.UploadAsync("/v1/documents", SampleFiles.Of("jpeg"))).ShouldBe(201);

        made.Text("/state").Should().Be("unreadable");
        await tenant.GetAsync($"/v1/documents/{made.Text("/id")}/content").ShouldBeRefusedAsync(409, "document_unreadable");
    }

    [Fact]
    public async Task An_infected_file_is_refused_and_nothing_of_it_is_kept()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres, services: s => s.AddSingleton<IFileScanner>(new ToldScanner()));
        var tenant = await platform.ANewTenantAsync();

        var refused = (await tenant.UploadAsync("/v1/documents", [.. SampleFiles.Pdf(), .. "INFECTED"u8])).ShouldBeRefused(422, "document_harmful").ShouldBlame("/file", "document_harmful");
        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf()).ShouldBeAsync(201);

        refused.Body.Should().NotContain("Test-Signature");
        UploadRefusalTests.Files(platform).Should().ContainSingle();
        (await platform.AskAsync<long>("SELECT count(*) FROM documents")).Should().Equal(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_came_while_the_scanner_was_away_is_seen_by_nobody_before_it_was_scanned(bool infected)
    {
        var scanner = new ToldScanner { Away = true };
        await using var platform = await RunningPlatform.StartAsync(postgres, services: s => s.AddSingleton<IFileScanner>(scanner));
        var tenant = await platform.ANewTenantAsync();
        byte[] file = infected ? [.. Picture(), .. "INFECTED"u8] : Picture();

        var path = $"/v1/documents/{(await tenant.UploadAsync("/v1/documents", file)).ShouldBe(201).Text("/id")}";
        (await tenant.GetAsync(path)).Text("/state").Should().Be("pending");
        await tenant.GetAsync($"{path}/content").ShouldBeRefusedAsync(409, "document_pending");
        scanner.Away = false;
        await Eventually.AsksAsync(async () => (await tenant.GetAsync(path)).Text("/state"), s => s != "pending");

        (await tenant.GetAsync(path)).Text("/state").Should().Be(infected ? "harmful" : "ready");
        if (infected) await tenant.GetAsync($"{path}/content").ShouldBeRefusedAsync(409, "document_harmful");
        else (await tenant.GetAsync($"{path}/content")).ShouldBe(200);
        if (infected) await Eventually.AsksAsync(() => Task.FromResult(UploadRefusalTests.Files(platform).Length), n => n == 0);
        (await tenant.GetAsync($"/v1/audit-entries?resource={path[14..]}")).Body.Should().Contain(infected ? "document.harmful" : "document.ready");
    }

    private static byte[] Picture()
    {
        using var bitmap = new SKBitmap(30, 20);
        bitmap.Erase(SKColors.Red);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Finds what says that it is infected.</summary>
    private sealed class ToldScanner : IFileScanner
    {
        public volatile bool Away;

        public async Task<FileScan> ScanAsync(Stream content, CancellationToken ct)
        {
            if (Away) return new FileScan(null);
            using var file = new MemoryStream();
            await content.CopyToAsync(file, ct);
            return file.ToArray().AsSpan().IndexOf("INFECTED"u8) >= 0 ? new FileScan(false, "Test-Signature") : new FileScan(true);
        }
    }
}
