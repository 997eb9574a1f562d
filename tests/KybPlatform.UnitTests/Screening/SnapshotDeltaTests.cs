using System.Collections.Immutable;
using AwesomeAssertions;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class SnapshotDeltaTests
{
    private static ListEntity Entity(string id, string name, params string[] aliases) => new()
    {
        Id = id,
        ListKey = "list",
        Schema = EntitySchema.Vessel,
        Name = name,
        Aliases = [.. aliases.Select(a => new ListAlias(a, AliasStrength.Strong, "Latn"))],
    };

    private static ListSnapshot Snapshot(params ListEntity[] entities) => new()
    {
        ListKey = "list",
        Publisher = "publisher",
        IsComplete = true,
        Sha256 = "",
        Entities = [.. entities],
    };

    [Fact]
    public void A_delta_names_what_came_went_and_changed()
    {
        var delta = SnapshotDelta.Between(
            Snapshot(Entity("1", "STAYS"), Entity("2", "GOES"), Entity("3", "CHANGES")),
            Snapshot(Entity("1", "STAYS"), Entity("3", "CHANGED"), Entity("4", "COMES")));

        delta.Added.Select(e => e.Id).Should().Equal("4");
        delta.Removed.Select(e => e.Id).Should().Equal("2");
        delta.Changed.Select(c => (c.Before.Name, c.After.Name)).Should().Equal(("CHANGES", "CHANGED"));
    }

    [Fact]
    public void The_first_import_adds_everything()
    {
        SnapshotDelta.Between(null, Snapshot(Entity("1", "A"))).Added.Should().HaveCount(1);
    }

    [Fact]
    public void The_order_in_which_a_list_gives_aliases_is_no_change()
    {
        SnapshotDelta.Between(Snapshot(Entity("1", "A", "B", "C")), Snapshot(Entity("1", "A", "C", "B"))).IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Every_field_that_is_screened_changes_the_hash()
    {
        var plain = Entity("1", "A", "B");
        ImmutableArray<ListEntity> changed =
        [
            plain with { Schema = EntitySchema.Person },
            plain with { Name = "AA" },
            plain with { Aliases = [new ListAlias("B", AliasStrength.Weak, "Latn")] },
            plain with { BirthDates = [PartialDate.Year(1960)] },
            plain with { Countries = ["CU"] },
            plain with { Identifiers = [new ListIdentifier("imo", "1234567", null)] },
            plain with { Addresses = [new ListAddress(null, "Havana", "CU")] },
            plain with { Programs = ["CUBA"] },
            plain with { Remarks = "r" },
        ];
        changed.Append(plain).Select(ContentHash.Of).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Issues_of_two_lists_have_no_delta()
    {
        var act = () => SnapshotDelta.Between(Snapshot() with { ListKey = "other" }, Snapshot());
        act.Should().Throw<ArgumentException>();
    }
}
