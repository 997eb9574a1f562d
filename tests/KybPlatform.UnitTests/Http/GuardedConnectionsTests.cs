using System.Net;
using System.Net.Sockets;
using System.Text;
using AwesomeAssertions;
using KybPlatform.Api.Http.Outbound;
using Xunit;

namespace KybPlatform.UnitTests.Http;

public sealed class GuardedConnectionsTests
{
    private static readonly IPAddress Public = IPAddress.Parse("8.8.8.8");
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_connected_to()
    {
        var fault = await FaultOf("http://intranet.example/", new ScriptedNames([IPAddress.Loopback]));

        PrivateTargetException.IsCauseOf(fault).Should().BeTrue();
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    public async Task However_a_private_address_is_written_it_stays_one(string url) =>
        PrivateTargetException.IsCauseOf(await FaultOf(url, new SystemHostAddresses())).Should().BeTrue();

    [Fact]
    public async Task One_private_address_among_public_ones_refuses_the_name()
    {
        var fault = await FaultOf("http://mixed.example/", new ScriptedNames([Public, Metadata]));

        PrivateTargetException.IsCauseOf(fault).Should().BeTrue();
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked_and_the_name_is_asked_once()
    {
        using var site = new OneAnswer();
        var names = new ScriptedNames([IPAddress.Loopback], [Metadata]);
        using var http = new HttpClient(new GuardedConnections(names, allowsPrivate: true).NewHandler());

        var answer = await http.GetStringAsync(new Uri($"http://anything.example:{site.Port}/"), TestContext.Current.CancellationToken);

        answer.Should().Be("here");
        names.Asked.Should().Be(1, "a second look-up could lead elsewhere than the one that was checked");
    }

    [Fact]
    public async Task A_name_that_changes_its_meaning_is_judged_anew_for_every_connection()
    {
        var names = new ScriptedNames([IPAddress.Parse("240.0.0.1")], [Metadata]);

        // The first answer is refused too: nothing of the reserved block is public.
        PrivateTargetException.IsCauseOf(await FaultOf("http://rebinding.example/", names)).Should().BeTrue();
        PrivateTargetException.IsCauseOf(await FaultOf("http://rebinding.example/", names)).Should().BeTrue();
        names.Asked.Should().Be(2);
    }

    [Fact]
    public async Task A_redirect_is_answered_to_the_caller_and_not_followed()
    {
        using var site = new OneAnswer("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var http = new HttpClient(new GuardedConnections(new ScriptedNames([IPAddress.Loopback]), allowsPrivate: true).NewHandler());

        using var answer = await http.GetAsync(new Uri($"http://site.example:{site.Port}/"), TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_dead_address_is_passed_over_for_the_next()
    {
        using var site = new OneAnswer();
        var names = new ScriptedNames([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]);
        using var http = new HttpClient(new GuardedConnections(names, allowsPrivate: true).NewHandler());

        (await http.GetStringAsync(new Uri($"http://twohomes.example:{site.Port}/"), TestContext.Current.CancellationToken)).Should().Be("here");
    }

    private static async Task<Exception?> FaultOf(string url, IHostAddresses names)
    {
        using var http = new HttpClient(new GuardedConnections(names, allowsPrivate: false).NewHandler());
        return await Record.ExceptionAsync(() => http.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken));
    }

    /// <summary>Answers one look-up after another; the last answer stays.</summary>
    private sealed class ScriptedNames(params IPAddress[][] answers) : IHostAddresses
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken ct) => Task.FromResult<IReadOnlyList<IPAddress>>(answers[Math.Min(Asked++, answers.Length - 1)]);
    }

    /// <summary>A listener on the loopback that answers one connection with one text.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneAnswer(string text = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere")
        {
            _listener.Start();
            _ = AnswerAsync(text);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync(string text)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        }
    }
}
