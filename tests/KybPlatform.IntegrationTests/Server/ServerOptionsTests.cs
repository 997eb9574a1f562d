using KybPlatform.Server.Development;
using KybPlatform.Server.Hosting;

namespace KybPlatform.IntegrationTests.Server;

public sealed class ServerOptionsTests
{
    [Fact]
    public void Without_arguments_it_does_everything_and_shows_samples() =>
        ServerOptions.Parse([]).Should().Be(new ServerOptions(ServerRole.All, null, Samples: true, CheckHealth: false, Help: false));

    [Theory]
    [InlineData("--urls", "http://127.0.0.1:9000")]
    [InlineData("--urls=http://127.0.0.1:9000")]
    public void A_value_follows_or_is_joined(params string[] arguments) => ServerOptions.Parse(arguments).Urls.Should().Be("http://127.0.0.1:9000");

    [Theory]
    [InlineData("all", (int)ServerRole.All)]
    [InlineData("api", (int)ServerRole.Api)]
    [InlineData("worker", (int)ServerRole.Worker)]
    [InlineData("migrate", (int)ServerRole.Migrate)]
    public void Every_role_has_its_word(string word, int role) => ServerOptions.Parse(["--role", word]).Role.Should().Be((ServerRole)role);

    [Theory]
    [InlineData("--sample", "*--sample is not an option*")]
    [InlineData("--urls", "*--urls needs a value*")]
    [InlineData("--role=boss", "*none of all, api, worker, migrate*")]
    public void What_it_does_not_know_is_refused_by_name(string argument, string message)
    {
        var parse = () => ServerOptions.Parse([argument]);

        parse.Should().Throw<SetupException>().WithMessage(message);
    }

    [Theory]
    [InlineData("amqp://guest:secret@broker:5672/kyb")]
    [InlineData("amqps://guest:secret@broker")]
    public void A_broker_is_named_by_its_address(string given) => ServerRun.BrokerOf(given).Should().Be(new Uri(given));

    [Theory]
    [InlineData("broker:5672")]
    [InlineData("https://guest:secret@broker")]
    [InlineData("amqp guest:secret")]
    [InlineData("amqp:///kyb")]
    public void Any_other_text_is_refused_without_repeating_its_password(string given)
    {
        var read = () => ServerRun.BrokerOf(given);

        read.Should().Throw<SetupException>().WithMessage("*KYB_BROKER*").Which.Message.Should().NotContain("secret");
    }

    [Fact]
    public void Proxies_are_addresses_and_networks()
    {
        TrustedProxies.Read(null).Should().BeEmpty();
        TrustedProxies.Read("10.0.0.7, 192.0.2.0/24,2001:db8::1").Select(n => n.ToString()).Should().Equal("10.0.0.7/32", "192.0.2.0/24", "2001:db8::1/128");
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.7;10.0.0.8")]
    public void What_is_no_address_is_no_proxy(string given)
    {
        var read = () => TrustedProxies.Read(given);

        read.Should().Throw<SetupException>().WithMessage("*KYB_TRUSTED_PROXIES*");
    }

    [Theory]
    [InlineData(null, null, "/src", true)]
    [InlineData(null, null, null, true)]
    [InlineData(null, "Host=db", "/src", true)]
    [InlineData(null, "Host=db", null, false)]
    [InlineData("Production", null, "/src", false)]
    [InlineData("Staging", "Host=db", "/src", false)]
    [InlineData("Development", "Host=db", null, true)]
    public void Development_is_said_or_unconfigured_or_in_the_source_tree(string? name, string? connection, string? sourceTree, bool development)
    {
        var environment = ServerEnvironment.From(n => n switch { "ASPNETCORE_ENVIRONMENT" => name, "ConnectionStrings__Kyb" => connection, _ => null });

        environment.IsDevelopment(sourceTree).Should().Be(development);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://+:80;https://+:443", "http://127.0.0.1/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://kyb.example:81", "http://kyb.example:81/")]
    public void A_wildcard_is_reached_at_this_machine(string urls, string reachable) =>
        ListenUrls.Reachable(urls).ToString().Should().Be(reachable);

    [Fact]
    public void Processes_with_the_same_owner_login_find_the_same_application_login()
    {
        var one = DatabaseLogins.FromOwner("Host=db;Username=owner;Password=secret;Database=kyb");
        var other = DatabaseLogins.FromOwner("Host=db;Database=kyb;Username=owner;Password=secret");
        var stranger = DatabaseLogins.FromOwner("Host=db;Username=owner;Password=other;Database=kyb");

        one.AppPassword.Should().Be(other.AppPassword).And.NotBe(stranger.AppPassword).And.NotContain("secret");
        one.App.Should().Contain("Username=kyb_app").And.Contain("Database=kyb");
    }
}
