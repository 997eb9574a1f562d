using System.Security.Cryptography;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>What other capabilities see of documents.</summary>
public sealed class DocumentDoorTests(PlatformApp app)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_the_tenants_own_documents_among_many_ids_and_opens_them()
    {
        var (tenant, stranger) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        var file = SampleFiles.Pdf(100_000);
        var mine = (await tenant.UploadAsync("/v1/documents", file, type: "utility_bill")).ShouldBe(201).Text("/id");
        var theirs = (await stranger.UploadAsync("/v1/documents", file)).ShouldBe(201).Text("/id");
        await using var scope = (await app.PlatformAsync()).Services.CreateAsyncScope();
        var (documents, db) = Enter(scope, tenant);

        var found = await documents.FindAsync(db, [mine, theirs, "doc_nonsense", "doc_00000000000000000000000000"], Ct);

        found.Should().ContainSingle().Which.Key.Should().Be(mine);
        found[mine].Should().BeEquivalentTo(new { ContentType = "application/pdf", Size = 100_000L, Type = "utility_bill", Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)) });
        await using var content = await documents.OpenAsync(db, mine, Ct);
        (await SHA256.HashDataAsync(content!, Ct)).Should().Equal(SHA256.HashData(file));
        (await documents.OpenAsync(db, theirs, Ct)).Should().BeNull();
    }

    [Fact]
    public async Task An_erased_document_can_be_opened_by_nobody()
    {
        var tenant = await app.ANewTenantAsync();
        var id = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), "Canary.pdf")).ShouldBe(201).Text("/id");
        await using (var scope = (await app.PlatformAsync()).Services.CreateAsyncScope())
        {
            var (documents, db) = Enter(scope, tenant);
            await documents.EraseAsync(db, Guid.Empty, [id], TimeProvider.System.GetUtcNow(), Ct);
            await db.CommitAsync(Ct);
            (await documents.OpenAsync(db, id, Ct)).Should().BeNull();
        }

        await tenant.GetAsync($"/v1/documents/{id}/content").ShouldBeRefusedAsync(409, "document_erased");
        (await tenant.GetAsync($"/v1/documents/{id}")).ShouldBe(200).Has("/file_name").Should().BeFalse();
    }

    private static (IDocuments, PlatformDb) Enter(AsyncServiceScope scope, TenantClient tenant)
    {
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        return (scope.ServiceProvider.GetRequiredService<IDocuments>(), scope.ServiceProvider.GetRequiredService<PlatformDb>());
    }
}
