using KybPlatform.IntegrationTests.App;
using Npgsql;

namespace KybPlatform.IntegrationTests.Cases;

/// <summary>What a case, its parts and figures refer to is there, and of the same tenant: the database holds it, whatever the code does.</summary>
public sealed class CaseReferenceTests(PlatformApp app)
{
    [Fact]
    public async Task The_database_refuses_what_refers_to_nothing_or_to_another_tenants()
    {
        var platform = await app.PlatformAsync();
        var (team, stranger) = (await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test), (await app.ANewTenantAsync()).Test);
        var (inquiry, _) = await team.InReviewAsync();
        await Inquiries.Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await Inquiries.Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        var (mine, theirs) = (team.Tenant.RowId, stranger.RowId);
        (await platform.AskAsync<long>("SELECT count(*) FROM cases WHERE tenant_id = $1 AND business_profile_id = profile_id AND individual_profile_id IS NULL AND decision_id IS NOT NULL", mine)).Should().Equal(1);

        foreach (var (constraint, sql) in new[]
        {
            ("fk_cases_business_profiles_tenant_id_business_profile_id", "UPDATE cases SET profile_id = gen_random_uuid() WHERE tenant_id = $1 RETURNING 1"),
            ("fk_cases_individual_profiles_tenant_id_individual_profile_id", "UPDATE cases SET applicant = 'individual' WHERE tenant_id = $1 RETURNING 1"),
            ("ck_cases_profile_is_of_its_kind", "UPDATE cases SET applicant = NULL WHERE tenant_id = $1 RETURNING 1"),
            ("fk_cases_decisions_tenant_id_decision_id", "UPDATE cases SET decision_id = gen_random_uuid() WHERE tenant_id = $1 RETURNING 1"),
            ("fk_case_links_cases_tenant_id_case_id", "INSERT INTO case_links (tenant_id, case_id, kind, hash, profile_id) VALUES ($1, gen_random_uuid(), 'phone', 'x', gen_random_uuid()) RETURNING 1"),
            ("fk_case_attachments_cases_tenant_id_case_id", "INSERT INTO case_attachments (tenant_id, case_id, document_id, by, at) VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'x', now()) RETURNING 1"),
            ("fk_decision_figures_decisions_tenant_id_decision_id", "UPDATE decision_figures SET decision_id = gen_random_uuid() WHERE tenant_id = $1 RETURNING 1"),
        })
            (await Refusal(() => platform.AskAsync<int>(sql, mine))).Should().Be(constraint);
        (await Refusal(() => platform.AskAsync<int>("INSERT INTO case_links (tenant_id, case_id, kind, hash, profile_id) SELECT $1, id, 'phone', 'x', gen_random_uuid() FROM cases WHERE tenant_id = $2 LIMIT 1 RETURNING 1", theirs, mine)))
            .Should().Be("fk_case_links_cases_tenant_id_case_id", "another tenant's case is none");
    }

    private static async Task<string?> Refusal(Func<Task> does) => (await Assert.ThrowsAsync<PostgresException>(does)).ConstraintName;
}
