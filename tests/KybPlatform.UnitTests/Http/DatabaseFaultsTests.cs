using System.Net.Sockets;
using AwesomeAssertions;
using KybPlatform.Api.Http;
using Npgsql;
using Xunit;

namespace KybPlatform.UnitTests.Http;

/// <summary>A database that is away is told as that, however deep it is wrapped, and nothing else is.</summary>
public sealed class DatabaseFaultsTests
{
    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("08006", true)]
    [InlineData("53300", true)]
    [InlineData("40P01", true)]
    [InlineData("40001", true)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    [InlineData("22P02", false)]
    public void What_the_server_answers_is_read_by_its_class(string state, bool isAway)
    {
        var answer = new PostgresException("as it says", "FATAL", "FATAL", state);

        DatabaseFaults.IsAway(answer).Should().Be(isAway);
        DatabaseFaults.IsAway(new InvalidOperationException("wrapped", answer)).Should().Be(isAway);
    }

    [Fact]
    public void A_connection_that_breaks_is_found_through_what_wraps_it()
    {
        DatabaseFaults.IsAway(new NpgsqlException("Exception while reading from stream")).Should().BeTrue();
        DatabaseFaults.IsAway(new InvalidOperationException("saving", new InvalidOperationException("a query", new NpgsqlException("gone", new SocketException(104))))).Should().BeTrue();
        DatabaseFaults.Told(new InvalidOperationException("a query", new NpgsqlException("gone"))).Should().Be("InvalidOperationException: a query < NpgsqlException: gone");
    }

    [Fact]
    public async Task A_connection_that_was_lost_under_a_command_is_away()
    {
        await using var closed = new NpgsqlConnection("Host=127.0.0.1;Port=1");
        await using var command = new NpgsqlCommand("SELECT 1", closed);

        DatabaseFaults.IsAway(await Thrown(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken))).Should().BeTrue();
        DatabaseFaults.IsAway(await Thrown(() => closed.OpenAsync(TestContext.Current.CancellationToken))).Should().BeTrue();
    }

    [Fact]
    public void A_mistake_of_ours_is_none_of_the_database()
    {
        DatabaseFaults.IsAway(new InvalidOperationException("Sequence contains no elements")).Should().BeFalse();
        DatabaseFaults.IsAway(new FormatException("a text of ours")).Should().BeFalse();
        DatabaseFaults.IsAway(new ObjectDisposedException("a stream of ours")).Should().BeFalse();
        DatabaseFaults.IsAway(new IOException("No space left on device")).Should().BeFalse();
    }

    private static async Task<Exception> Thrown(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception fault)
        {
            return fault;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }
}
