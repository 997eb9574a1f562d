using System.Text.Json;
using System.Text.RegularExpressions;
using KybPlatform.IntegrationTests.Development;
using KybPlatform.Server.Development;
using KybPlatform.Server.Samples;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>The sample submissions that a first start vets before one's eyes.</summary>
public sealed partial class SamplesTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly IReadOnlyList<Sample> Samples = Sample.All(new DateOnly(2026, 11, 20));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_show_every_outcome_across_many_countries_and_sender_types()
    {
        Samples.Count.Should().BeInRange(38, 48);
        Samples.Select(s => (s.Country, s.SenderType)).Distinct().Should().HaveCountGreaterThanOrEqualTo(12);
        Samples.Select(s => s.Expect).Distinct().Should().BeEquivalentTo(["approved", "declined", "needs_information", "in_review"]);
        Samples.Select(s => s.Label).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Who_is_not_called_fictional_is_one_of_the_few_whose_facts_were_checked()
    {
        // Register numbers, addresses and dates of the first three as in their LEI records and filings; the last as on the list of the United States.
        string[] real = ["SHELL PLC", "Apple Inc.", "COMMERZBANK Aktiengesellschaft", "ROSOBORONEKSPORT OAO"];
        var fictional = Samples.Where(s => s.Label.Contains("(fictional", StringComparison.Ordinal)).Select(NameOf).ToHashSet();

        Samples.Where(s => s.ProfileOf is null).Select(NameOf).Where(name => !fictional.Contains(name)).Should().BeEquivalentTo(real);
    }

    [Fact]
    public void Their_people_are_reached_at_example_domains_and_numbers_kept_for_fiction()
    {
        var text = string.Join('\n', Samples.Select(s => s.Submission.ToJsonString()));

        Mailbox().Matches(text).Should().NotBeEmpty().And.OnlyContain(m => ExampleDomain().IsMatch(m.Value));
        Phone().Matches(text).Select(m => m.Groups[1].Value).Should().NotBeEmpty().And.OnlyContain(number => Fictional().IsMatch(number));
    }

    [Fact]
    public void Each_is_marked_as_a_sample_and_dated_from_the_day_it_is_shown()
    {
        foreach (var sample in Samples)
        {
            var body = sample.Body([.. sample.Documents.Select(_ => "doc_x")], null);
            body["reference_id"]!.GetValue<string>().Should().StartWith("sample-");
            body["metadata"]!["sample"]!.GetValue<string>().Should().Be("true");
            body.ToJsonString().Should().NotContain("{today");
        }
    }

    [Fact]
    public async Task A_first_start_vets_them_all_as_expected_and_prints_a_call_that_works_and_a_second_start_posts_nothing()
    {
        string key;
        await using (var first = await Start().ReadyAsync(Ct))
        {
            await first.SaidAsync("Ctrl-C stops", Ct);
            foreach (var sample in Samples) RowOf(first, sample).Should().Contain($" {sample.Expect} ", sample.Shows);
            key = Key().Match(first.Output).Value;
            (await CountAsync(first, key)).Should().Be(Samples.Count);

            (await PasteAsync(first)).Should().Be("approved");
            (await PasteAsync(first)).Should().Be("in_review", "the company number is now another profile's");
            (await first.EndAsync("INT", Ct)).Should().Be(0, first.Output);
        }

        await using var second = await Start().ReadyAsync(Ct);
        await second.SaidAsync("Ctrl-C stops", Ct);

        second.Output.Should().Contain(key).And.NotContain("Vetting");
        (await CountAsync(second, key)).Should().Be(Samples.Count + 2);
    }

    private static string NameOf(Sample sample) =>
        sample.Submission["business"]?["legal_name"]?.GetValue<string>() ?? sample.Submission["individual"]?["family_name"]?.GetValue<string>() ?? sample.Label;

    private ServerProcess Start() =>
        ServerProcess.Start(new Dictionary<string, string> { ["KYB_DATA"] = _folder.Path, ["ASPNETCORE_ENVIRONMENT"] = "Development" }, []);

    private static string RowOf(ServerProcess server, Sample sample)
    {
        var label = sample.Label.Length > 30 ? sample.Label[..30] : sample.Label + "  ";
        return server.Output.Split('\n').Single(line => line.StartsWith("  " + label, StringComparison.Ordinal) && line.Contains($"{sample.Country} {sample.SenderType}", StringComparison.Ordinal));
    }

    // What a person does: the printed lines, as they are, into a shell.
    private static async Task<string> PasteAsync(ServerProcess server)
    {
        var from = server.Output.IndexOf("curl -sS", StringComparison.Ordinal);
        var call = server.Output[from..(server.Output.IndexOf("}'", from, StringComparison.Ordinal) + 2)];
        var answer = await Tool.RunAsync(["bash", "-c", call], Ct);
        answer.Succeeded.Should().BeTrue(answer.Tail);
        return JsonDocument.Parse(answer.Output).RootElement.GetProperty("status").GetString()!;
    }

    private static async Task<int> CountAsync(ServerProcess server, string key)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var page = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/inquiries?limit=100", UriKind.Relative), Ct));
        return page.RootElement.GetProperty("data").GetArrayLength();
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+")]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"@([\w-]+\.)*example\.(com|org|net)$")]
    private static partial Regex ExampleDomain();

    [GeneratedRegex("\"phone\":\"([^\"]+)\"")]
    private static partial Regex Phone();

    // Ofcom's 020 7946 0xxx, North America's 555-01xx, the Australian regulator's 0491 570 xxx; + is escaped in JSON.
    [GeneratedRegex(@"^(\+|\\u002B)(442079460\d{3}|1\d{3}55501\d{2}|61491570\d{3})$")]
    private static partial Regex Fictional();

    [GeneratedRegex(@"kyb_test_\w+")]
    private static partial Regex Key();
}
