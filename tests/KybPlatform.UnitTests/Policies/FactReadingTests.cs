using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Names and values that the vocabulary knows are found by their bytes; however they are written, the facts are the same.</summary>
public sealed class FactReadingTests
{
    private static string Outcome(string facts) => Example.Resolved.Evaluate(FactDocument.Parse(Encoding.UTF8.GetBytes(facts)), Example.Options with { Trace = true }).Receipt();

    [Theory]
    [InlineData("\"business\"", "\"bus\\u0069ness\"")]
    [InlineData("\"verifications\"", "\"verification\\u0073\"")]
    [InlineData("\"legal_name\"", "\"legal\\u005fname\"")]
    [InlineData("\"passed\"", "\"p\\u0061ssed\"")]
    [InlineData("\"GB\"", "\"\\u0047B\"")]
    public void An_escaped_name_or_value_is_the_one_without_escapes(string plain, string escaped)
    {
        Example.Facts.Should().Contain(plain);
        Outcome(Example.Facts.Replace(plain, escaped, StringComparison.Ordinal)).Should().Be(Outcome(Example.Facts));
    }

    [Fact]
    public void Every_known_text_is_found_and_nothing_else_is()
    {
        string[] texts = ["", "a", "ab", "GB", "legal_name", "legal_name_", "egal_name", "registered_address", "registered_addresses", "Straße", .. Enumerable.Range(0, 500).Select(i => $"name_{i}_of_a_requirement")];
        var table = new Utf8Table<string>(texts.Select(t => KeyValuePair.Create(t, t)));
        foreach (var text in texts) table.Find(Encoding.UTF8.GetBytes(text)).Should().Be(text);
        foreach (var other in (string[])["b", "Ab", "GBx", "legal-name", "name_500_of_a_requirement", "name_1_of_b_requirement"]) table.Find(Encoding.UTF8.GetBytes(other)).Should().BeNull();
    }

    [Fact]
    public async Task Facts_are_read_while_policies_that_are_read_bring_new_names()
    {
        var facts = Encoding.UTF8.GetBytes("""{ "documents": { "a_paper_that_no_policy_names": { "type": "passport" } } }""");
        using var done = new CancellationTokenSource();
        var reads = 0;
        var reading = Task.Run(() =>
        {
            for (; !done.IsCancellationRequested; Interlocked.Increment(ref reads)) FactDocument.Parse(facts);
        });
        SpinWait.SpinUntil(() => Volatile.Read(ref reads) > 0 || reading.IsCompleted, TimeSpan.FromSeconds(30));
        for (var i = 0; i < 30_000 && !reading.IsCompleted; i++) FactReader.Pooled($"a_name_of_a_policy_{i}");
        await done.CancelAsync();

        await FluentActions.Awaiting(() => reading).Should().NotThrowAsync();
    }

    [Fact]
    public void A_receipt_is_read_up_to_what_was_concluded_and_needs_no_end()
    {
        const string Beginning = """{ "format": 1, "facts": { "country": "GB" }, "options": { "live": true, "attested": false, "retry_scheduled": false, "available": [] }, "calls": [] """;
        foreach (var text in (string[])[Beginning, Beginning + "}", Beginning + ", \"evaluation\": { \"facts\": 1 } }"])
            ReceiptEvidence.Read(Encoding.UTF8.GetBytes(text), trace: false, recompute: false).Options.Live.Should().BeTrue(text);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{ "options": { "live": true, "attested": false, "retry_scheduled": false, "available": [] } }""")]
    [InlineData("""{ "facts": { "country": "GB" } }""")]
    public void A_receipt_without_facts_or_options_is_none(string text) =>
        FluentActions.Invoking(() => ReceiptEvidence.Read(Encoding.UTF8.GetBytes(text), trace: false, recompute: false)).Should().Throw<FormatException>();

    [Theory]
    [InlineData("""{ "facts": { "business": { "legal_name": "Acme" } """)]
    [InlineData("""{ "facts": { "business": { "legal_name": "Ac""")]
    [InlineData("""{ "facts": """)]
    public void Facts_that_end_in_the_middle_are_never_taken_for_whole_ones(string text) =>
        FluentActions.Invoking(() => ReceiptEvidence.Read(Encoding.UTF8.GetBytes(text), trace: false, recompute: false)).Should().Throw<Exception>().Which.Should().Match(e => e is JsonException || e is FormatException || e is ArgumentException);
}
