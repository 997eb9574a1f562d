using System.Text.RegularExpressions;
using KybPlatform.Server.Hosting;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>What docs/operations.md says can be configured is what the server reads, no more and no less.</summary>
public sealed partial class OperationsDocTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(DataFolder.SourceTree()!, "docs", "operations.md"));

    private static string Configuration => Page[Page.IndexOf("## Configuration", StringComparison.Ordinal)..Page.IndexOf("## Database roles", StringComparison.Ordinal)];

    [Fact]
    public void Every_variable_that_the_server_reads_is_in_the_table_and_no_other() =>
        Variables().Matches(Configuration).Select(m => m.Groups[1].Value).Should().BeEquivalentTo(ServerEnvironment.Names);

    [Fact]
    public void Every_option_that_the_server_takes_is_in_the_table_and_no_other()
    {
        var documented = Options().Matches(Page).Select(m => m.Groups[1].Value).ToList();

        documented.Except(["--help"]).Should().BeEquivalentTo(Told().Matches(ServerOptions.Usage).Select(m => m.Groups[1].Value));
        foreach (var option in documented) ServerOptions.Parse([option, .. option is "--role" ? ["all"] : option is "--urls" ? (string[])["http://127.0.0.1:1"] : []]).Should().NotBeNull();
    }

    [Fact]
    public void Every_variable_is_told_by_help_too()
    {
        foreach (var name in ServerEnvironment.Names.Where(n => !n.StartsWith("ASPNETCORE_", StringComparison.Ordinal))) ServerOptions.Usage.Should().Contain(name);
    }

    [GeneratedRegex(@"^\| `([A-Za-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Variables();

    [GeneratedRegex(@"^\| `(--[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Options();

    [GeneratedRegex(@"^\s+(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Told();
}
