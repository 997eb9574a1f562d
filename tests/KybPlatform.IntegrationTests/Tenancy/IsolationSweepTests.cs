using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Http;

namespace KybPlatform.IntegrationTests.Tenancy;

/// <summary>
/// Sends every operation of the running application with another tenant's values and with values that never were, and holds the answers
/// against each other. Routes are found, not listed: one that is added tomorrow is swept tomorrow.
/// </summary>
// Whoever makes a world imports a list for all tenants, and so changes the rows of a world that is watched: one after the other.
[Collection(nameof(SweepWorld))]
public sealed class IsolationSweepTests(PlatformApp app)
{
    [Fact]
    public async Task Another_tenants_ids_and_words_look_exactly_like_none_and_nothing_of_theirs_changes()
    {
        var (world, operations, words) = await WorldAsync();
        var before = await world.FingerprintAsync();
        var told = new List<string>();
        foreach (var stranger in (TenantClient[])[await app.ANewTenantAsync(), world.Owner.Test])
        {
            foreach (var probe in operations.Where(o => !o.NeedsPlatformKey).SelectMany(o => Sweep.Probes(o, world, words)))
                if (await Sweep.DifferenceAsync(stranger, probe) is { } difference) told.Add(difference);
        }

        told.ShouldBeNone("by which a stranger can tell");
        var after = await world.FingerprintAsync();
        after.Should().Be(before, "last was written: {0}", await world.LastWrittenAsync());
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task Routes_of_the_platform_tell_a_tenants_key_nothing()
    {
        var (world, operations, words) = await WorldAsync();
        var told = new List<string>();
        foreach (var probe in operations.Where(o => o.NeedsPlatformKey).SelectMany(o => Sweep.Probes(o, world, words)))
            if (await Sweep.DifferenceAsync(world.Owner, probe) is { } difference) told.Add(difference);

        told.ShouldBeNone();
    }

    [Fact]
    public async Task There_is_one_of_everything_that_a_route_takes_by_its_id()
    {
        var (world, operations, words) = await WorldAsync();

        operations.SelectMany(o => Sweep.Probes(o, world, words)).Where(p => p.Prefix is not null && world.IdOf(p.Prefix) is null).Select(p => $"{p.Name}: no {p.Prefix}_… was made").ShouldBeNone();
        operations.SelectMany(o => o.Parameters.Where(p => p.Text("/in") == "path" && p.Text("/name").EndsWith("id", StringComparison.Ordinal) && Sweep.PrefixOf(p) is null).Select(p => $"{o.Name}: of which kind is {p.Text("/name")}?")).ShouldBeNone();
        operations.Where(o => o.Path.Contains("{id}", StringComparison.Ordinal) && !Sweep.Probes(o, world, words).Any(p => p.Name.EndsWith("{id}", StringComparison.Ordinal))).Select(o => o.Name).ShouldBeNone();
    }

    [Fact]
    public async Task The_sweep_sees_somebody_who_can_tell()
    {
        var (world, operations, words) = await WorldAsync();
        // Cursors tell places, not rows: whoever has rows behind them sees the same rows by either.
        var reads = operations.Where(o => o.Method == "GET" && !o.NeedsPlatformKey).SelectMany(o => Sweep.Probes(o, world, words)).Where(p => !p.Name.EndsWith("?after", StringComparison.Ordinal));
        var unseen = new List<string>();
        foreach (var probes in reads.GroupBy(p => p.Name))
        {
            var differences = new List<string?>();
            foreach (var probe in probes) differences.Add(await Sweep.DifferenceAsync(world.Owner, probe));
            if (differences.TrueForAll(d => d is null)) unseen.Add(probes.Key);
        }

        unseen.ShouldBeNone("are blind to the owner itself");
    }

    private async Task<(SweepWorld World, IReadOnlyList<Operation> Operations, IReadOnlyDictionary<string, string> Words)> WorldAsync()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var world = await SweepWorld.MakeAsync(await app.PlatformAsync(), operations);
        // What only the owner says; cursors by rows are the owner's, list by list (one by position is a number and nobody's).
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reference_id"] = "cust-4711",
            ["name"] = "Acme Messaging Ltd",
            ["person_name"] = "Jane Example",
            ["email"] = "jane@example.com",
            ["phone"] = "+442079460018",
            ["identifier"] = "GB:CRN:01234567",
            ["/v1/users email"] = "ada@example.com",
            ["/v1/individual-profiles name"] = "Jane Example",
            ["/v1/individual-profiles reference_id"] = "cust-4712",
            ["/v1/individual-profiles identifier"] = "GB:UTR:1234567895",
            ["with country"] = "GB",
            ["with sender_type"] = "alphanumeric",
        };
        // Automation is everybody's.
        words["actor"] = (await world.Owner.GetAsync("/v1/audit-entries?limit=100")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/actor")).First(a => a != "automation");
        words["/v1/webhook-deliveries event"] = (await world.Owner.GetAsync("/v1/webhook-deliveries")).ShouldBe(200).Text("/data/0/event_id");
        foreach (var list in operations.Where(o => o.Method == "GET" && !o.NeedsPlatformKey && !o.Path.Contains('{', StringComparison.Ordinal) && o.Parameters.Any(p => p.Text("/name") == "after")))
            if ((await world.Owner.GetAsync($"{list.Path}?limit=1")).ShouldBe(200).Json.Find("/next_cursor")?.GetString() is ['i', ..] cursor) words[$"{list.Path} after"] = cursor;
        return (world, operations, words);
    }
}
