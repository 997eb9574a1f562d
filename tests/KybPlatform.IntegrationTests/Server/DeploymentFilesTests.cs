using System.Text.RegularExpressions;
using KybPlatform.Server.Hosting;
using YamlDotNet.RepresentationModel;

namespace KybPlatform.IntegrationTests.Server;

/// <summary>What docker-compose.yml and the Dockerfile say is what the server reads.</summary>
public sealed partial class DeploymentFilesTests
{
    private static readonly string Root = DataFolder.SourceTree()!;

    [Theory]
    [InlineData("migrate", "ConnectionStrings__KybOwner")]
    [InlineData("api", "KYB_PLATFORM_KEY")]
    [InlineData("worker", "KYB_MASTER_KEY")]
    public void Every_variable_of_a_service_is_one_the_server_reads(string service, string expected)
    {
        var names = Environment(service);

        names.Should().Contain(expected);
        names.Except(ServerEnvironment.Names).Should().BeEmpty();
    }

    [Fact]
    public void Only_the_migration_knows_the_owner_of_the_database()
    {
        Environment("api").Should().NotContain("ConnectionStrings__KybOwner");
        Environment("worker").Should().NotContain("ConnectionStrings__KybOwner");
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("api")]
    [InlineData("worker")]
    public void Every_service_starts_with_arguments_the_server_knows(string service)
    {
        var command = ((YamlSequenceNode)Service(service)["command"]).Select(a => ((YamlScalarNode)a).Value!).ToList();

        ServerOptions.Parse(command).Role.ToString().Should().BeEquivalentTo(service);
    }

    [Fact]
    public void Api_and_worker_report_their_health_by_the_command_that_the_server_has()
    {
        foreach (var service in (string[])["api", "worker"])
        {
            var test = ((YamlSequenceNode)Service(service)["healthcheck"]["test"]).Select(a => ((YamlScalarNode)a).Value!).ToList();
            test.Take(3).Should().Equal("CMD", "dotnet", "KybPlatform.Server.dll");
            ServerOptions.Parse(test[3..]).CheckHealth.Should().BeTrue();
        }
    }

    [Fact]
    public void The_images_variables_are_ones_the_server_reads()
    {
        var image = File.ReadAllText(Path.Combine(Root, "src", "KybPlatform.Server", "Dockerfile"));
        var names = Assignment().Matches(image.Split('\n').Single(l => l.StartsWith("ENV ", StringComparison.Ordinal))).Select(m => m.Groups[1].Value).ToList();

        names.Should().NotBeEmpty();
        names.Except(ServerEnvironment.Names).Should().BeEmpty();
    }

    private static List<string> Environment(string service)
    {
        var environment = (YamlMappingNode)Service(service)["environment"];
        var own = environment.Children.Where(c => c.Key.ToString() != "<<").Select(c => c.Key.ToString());
        var merged = environment.Children.TryGetValue("<<", out var shared) ? ((YamlMappingNode)shared).Children.Select(c => c.Key.ToString()) : [];
        return [.. own, .. merged];
    }

    private static YamlMappingNode Service(string name)
    {
        var compose = new YamlStream();
        using var file = new StreamReader(Path.Combine(Root, "docker-compose.yml"));
        compose.Load(file);
        return (YamlMappingNode)compose.Documents[0].RootNode["services"][name];
    }

    [GeneratedRegex(@"([A-Za-z_]+)=\S+")]
    private static partial Regex Assignment();
}
