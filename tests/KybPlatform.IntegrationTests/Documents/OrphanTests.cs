using KybPlatform.Api.Documents;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>A content without a row is removed, a content with one never.</summary>
public sealed class OrphanTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_commit_that_the_database_refuses_leaves_no_file()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = await platform.ANewTenantAsync();
        await ExecuteAsync(platform, "ALTER TABLE documents ADD CONSTRAINT none CHECK (false)");

        await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf()).ShouldBeRefusedAsync(500, "unexpected");

        UploadRefusalTests.Files(platform).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_after_a_day_and_nothing_else()
    {
        var clock = new MovedClock();
        await using var platform = await RunningPlatform.StartAsync(postgres, clock);
        var tenant = await platform.ANewTenantAsync();
        var kept = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        var orphan = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        await ExecuteAsync(platform, $"DELETE FROM documents WHERE id = (SELECT id FROM documents ORDER BY id DESC LIMIT 1)");
        var draft = Path.Combine(platform.DataFolder, "documents", "incoming", "half-written");
        await File.WriteAllTextAsync(draft, "half");
        var sweep = platform.Services.GetRequiredService<OrphanSweep>();

        (await sweep.SweepAsync(TestContext.Current.CancellationToken)).Should().Be(0, "an upload may still be under way");
        clock.Move(TimeSpan.FromDays(2));
        (await sweep.SweepAsync(TestContext.Current.CancellationToken)).Should().Be(1);

        UploadRefusalTests.Files(platform).Should().HaveCount(1);
        await tenant.GetAsync($"/v1/documents/{kept}/content").ShouldBeAsync(200);
        await tenant.GetAsync($"/v1/documents/{orphan}/content").ShouldBeRefusedAsync(404, "not_found");
    }

    private static async Task ExecuteAsync(RunningPlatform platform, string sql)
    {
        await using var connection = new NpgsqlConnection(platform.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
