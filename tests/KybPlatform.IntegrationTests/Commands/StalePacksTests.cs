using System.Text.Json.Nodes;
using KybPlatform.Server.Commands;

namespace KybPlatform.IntegrationTests.Commands;

/// <summary>What ought to be read again, by the command.</summary>
public sealed class StalePacksTests
{
    [Fact]
    public async Task What_is_older_than_asked_is_listed_oldest_first_and_of_one_market_alone()
    {
        var (code, json, _) = await RunAsync("--older-than", "365d", "--on", "2026-11-26", "--market", "zw", "--json");

        code.Should().Be(1);
        var stale = JsonNode.Parse(json)!.AsArray();
        stale.Should().NotBeEmpty().And.OnlyContain(s => s!["policy"]!.GetValue<string>().StartsWith("zw."));
        var days = stale.Select(s => s!["oldest"]!.GetValue<string>()).ToList();
        days.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyContain(d => string.CompareOrdinal(d, "2025-11-26") < 0);
        stale[0]!["pages"]!.AsArray()[0]!["state"]!.GetValue<string>().Should().Be(days[0], "the oldest page comes first");
        var (_, text, _) = await RunAsync("--older-than", "365d", "--on", "2026-11-26", "--market", "ZW");
        text.Should().Contain($"{days[0]}  {stale[0]!["policy"]}").And.EndWith($"{stale.Count} policies rest on pages of a state before 2025-11-26\n");
    }

    [Fact]
    public async Task Nothing_is_old_enough_before_anything_was_read() =>
        (await RunAsync("--on", "1999-01-01")).Should().Be((0, "0 policies rest on pages of a state before 1998-07-05\n", ""));

    [Theory]
    [InlineData("--older-than 6months", "in days")]
    [InlineData("--market XX", "no country")]
    [InlineData("--on yesterday", "no day")]
    [InlineData("--marke ZW", "Did you mean --market?")]
    [InlineData("somewhere", "takes no path")]
    public async Task What_it_cannot_read_it_says_in_one_sentence(string arguments, string sentence)
    {
        var (code, said, complained) = await RunAsync(arguments.Split(' '));

        (code, said).Should().Be((2, ""));
        complained.Should().Contain(sentence);
    }

    private static async Task<(int Code, string Said, string Complained)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter { NewLine = "\n" };
        using var complained = new StringWriter { NewLine = "\n" };
        var code = await KybCommand.RunAsync(["packs", "stale", .. arguments], said, complained, TestContext.Current.CancellationToken);
        return (code, said.ToString().ReplaceLineEndings("\n"), complained.ToString());
    }
}
