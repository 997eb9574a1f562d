using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Api.Decisions;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Architecture;
using KybPlatform.UnitTests.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Decisions;

/// <summary>
/// Receipts as earlier builds wrote them, one file for each family of the packs: the policy in the first line, then receipts. Under their
/// <c>semantics</c> they must come out byte for byte, whatever has changed since. Who means to change what comes out raises
/// <see cref="PolicyEvaluation.Semantics"/>, keeps these files, and writes new ones with the explicit test below.
/// </summary>
public sealed class StoredReceiptTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "KybPlatform.UnitTests", "Decisions", "Receipts");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.jsonl", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_stored_receipt_replays_to_the_same_bytes(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        lines.Length.Should().BeGreaterThan(1);
        foreach (var receipt in lines[1..].Select(Encoding.UTF8.GetBytes))
        {
            // What was decided under a former reading is answered with "unsupported" and never evaluated under this one.
            if (SemanticsOf(receipt) != PolicyEvaluation.Semantics) continue;
            var again = ReceiptReplay.Evaluate(receipt, ResolvedPolicy.FromCanonicalJson(lines[0]));
            if (!again.AsSpan().SequenceEqual(receipt)) JsonDifference.First(receipt, again).Should().Be("no difference");
        }
    }

    [Fact]
    public void Every_family_of_the_packs_has_receipts_of_the_present_semantics()
    {
        var stored = Directory.GetFiles(Present, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f));

        stored.Should().BeEquivalentTo(Families().Select(f => f.Family));
    }

    [Fact]
    public void A_receipt_says_which_semantics_it_was_written_under() =>
        Directory.GetFiles(Present, "*.jsonl").SelectMany(f => File.ReadAllLines(f)[1..]).Select(l => SemanticsOf(Encoding.UTF8.GetBytes(l))).Should().OnlyContain(s => s == PolicyEvaluation.Semantics);

    [Fact(Explicit = true)]
    public void Write_the_receipts_of_a_new_semantics()
    {
        Directory.CreateDirectory(Present);
        foreach (var (family, policy) in Families())
        {
            var file = Path.Combine(Present, family + ".jsonl");
            if (File.Exists(file)) continue;
            var receipts = PolicyTestRunner.Run(policy).DistinctBy(e => e.Evaluation.Outcome).Select(e => Receipt(policy, e)).ToList();
            File.WriteAllText(file, string.Join('\n', [policy.CanonicalJson, .. receipts]) + "\n");
        }
    }

    private static string Present => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"semantics-{PolicyEvaluation.Semantics}"));

    private static string Receipt(ResolvedPolicy policy, PolicyTestResult example)
    {
        var facts = JsonSerializer.SerializeToUtf8Bytes(example.Facts);
        var options = example.Evaluation.Options with { AvailableProviders = Listed(policy, example) };
        return Encoding.UTF8.GetString(Receipts.Write(facts, policy.Evaluate(FactDocument.Parse(facts), options)));
    }

    /// <summary>A receipt lists the providers there were; the set of an example can only say of each whether it is in it.</summary>
    private static HashSet<string> Listed(ResolvedPolicy policy, PolicyTestResult example)
    {
        var submitted = (JsonObject)example.Facts.DeepClone();
        submitted.Remove("verifications");
        return [.. policy.Plan(Example.Read(submitted)).Verifications.SelectMany(v => v.Checks.Append("*").Select(c => $"{v.Type}.{c}").Append(v.Type)).Where(example.Evaluation.Options.AvailableProviders.Contains)];
    }

    /// <summary>Policies for the same sender type and kind of applicant ask much the same; of each such family that has examples the policy with most of them stands for all.</summary>
    private static IEnumerable<(string Family, ResolvedPolicy Policy)> Families() => PolicyCatalog.LoadPacks().All.Where(p => p.Tests.Count > 0)
        .GroupBy(p => p.NotOffered ? "not_offered" : $"{p.Scope.SenderType}.{p.Scope.Applicant ?? "any"}", StringComparer.Ordinal)
        .Select(g => (g.Key, g.OrderByDescending(p => p.Tests.Count).ThenBy(p => p.Key, StringComparer.Ordinal).First()));

    private static int SemanticsOf(byte[] receipt)
    {
        using var json = JsonDocument.Parse(receipt);
        return json.RootElement.GetProperty("evaluation").GetProperty("semantics").GetInt32();
    }
}
