using System.Net;
using System.Net.Sockets;
using AwesomeAssertions;
using DnsClient;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class MailDomainTests
{
    private const int A = 1, Mx = 15, Aaaa = 28;

    [Theory]
    [InlineData(Mx, true)]
    [InlineData(A, true)]
    [InlineData(Aaaa, true)]
    [InlineData(0, false)]
    public async Task A_domain_takes_mail_at_its_exchange_or_at_an_address_of_either_kind(int has, bool expected)
    {
        using var server = new OneAnswer(has);
        using var domains = new DnsMailDomains(TimeProvider.System, new NameServer(IPAddress.Loopback, server.Port));

        (await domains.TakesMailAsync("example.com", TestContext.Current.CancellationToken)).Should().Be(expected);
    }

    /// <summary>A name server (RFC 1035) whose domain has a record of one type.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

        public OneAnswer(int type) => _ = ServeAsync(type);

        public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

        public void Dispose() => _socket.Dispose();

        private async Task ServeAsync(int type)
        {
            try
            {
                while (true)
                {
                    var asked = await _socket.ReceiveAsync();
                    var end = 12;
                    while (asked.Buffer[end] != 0) end += asked.Buffer[end] + 1;
                    var about = (asked.Buffer[end + 1] << 8) | asked.Buffer[end + 2];
                    byte[] data = about switch
                    {
                        _ when about != type => [],
                        A => [192, 0, 2, 1],
                        Aaaa => [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
                        _ => [0, 10, 4, (byte)'m', (byte)'a', (byte)'i', (byte)'l', 0xC0, 12],
                    };
                    byte[] record = data.Length == 0 ? [] : [0xC0, 12, 0, (byte)about, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data];
                    await _socket.SendAsync((byte[])[asked.Buffer[0], asked.Buffer[1], 0x81, 0x80, 0, 1, 0, (byte)(record.Length > 0 ? 1 : 0), 0, 0, 0, 0, .. asked.Buffer[12..(end + 5)], .. record], asked.RemoteEndPoint);
                }
            }
            catch (Exception over) when (over is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }
    }
}
