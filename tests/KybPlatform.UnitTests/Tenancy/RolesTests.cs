using AwesomeAssertions;
using KybPlatform.Api.Http;
using KybPlatform.Api.Tenancy;
using Xunit;

namespace KybPlatform.UnitTests.Tenancy;

public sealed class RolesTests
{
    [Fact]
    public void An_admin_may_do_everything() => Roles.ScopesOf(["admin"]).Should().BeEquivalentTo(Scopes.All);

    [Fact]
    public void An_auditor_reads_and_changes_nothing() => Roles.ScopesOf(["auditor"]).Should().OnlyContain(s => s.EndsWith(":read"));

    [Fact]
    public void Only_an_admin_manages_keys_and_users() =>
        Roles.All.Where(r => Roles.ScopesOf([r]).Overlaps([Scopes.KeysManage, Scopes.UsersManage])).Should().Equal("admin");

    [Fact]
    public void Who_decides_on_applicants_writes_no_policy_and_the_other_way_round() =>
        Roles.All.Where(r => r != "admin" && Roles.ScopesOf([r]).Contains(Scopes.InquiriesDecide)).Should().Equal("reviewer");

    [Fact]
    public void Roles_add_up() => Roles.ScopesOf(["policy_author", "reviewer"]).Should().BeEquivalentTo(Roles.ScopesOf(["policy_author"]).Union(Roles.ScopesOf(["reviewer"])));
}
