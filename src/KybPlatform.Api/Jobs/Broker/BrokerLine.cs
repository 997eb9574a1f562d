using System.Text.Json;
using KybPlatform.Api.Persistence;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace KybPlatform.Api.Jobs.Broker;

/// <summary>
/// One connection to RabbitMQ: a quorum queue, published to with confirms, consumed with a prefetch. It is not mended: whoever opened it opens another
/// (publisher confirms and quorum queues: RabbitMQ's own documentation).
/// </summary>
internal sealed partial class BrokerLine : IAsyncDisposable
{
    /// <summary>Durable, replicated, shared by all processes of one platform.</summary>
    public const string Queue = "kyb.jobs";

    // Enough that a worker's hands never wait for the wire, few enough that another worker's are not idle beside them.
    private const ushort Prefetch = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly IConnection _connection;
    private readonly IChannel _out;
    private readonly IChannel _in;
    private readonly ILogger _log;

    private BrokerLine(IConnection connection, IChannel outgoing, IChannel incoming, ILogger log) => (_connection, _out, _in, _log) = (connection, outgoing, incoming, log);

    public bool IsOpen => _connection.IsOpen && _out.IsOpen && _in.IsOpen;

    /// <exception cref="BrokerUnreachableException">Nobody answers there, or the credentials are refused.</exception>
    /// <exception cref="OperationInterruptedException">There is a queue of that name that is none of ours.</exception>
    public static async Task<BrokerLine> OpenAsync(Uri broker, ILogger log, CancellationToken ct)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker,
            ClientProvidedName = "kyb jobs",
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Patience,
            ContinuationTimeout = Patience,
            RequestedHeartbeat = TimeSpan.FromSeconds(15),
        };
        var connection = await factory.CreateConnectionAsync(ct);
        try
        {
            var outgoing = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
            var incoming = await connection.CreateChannelAsync(cancellationToken: ct);
            await outgoing.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: ct);
            await incoming.BasicQosAsync(0, Prefetch, global: false, ct);
            return new BrokerLine(connection, outgoing, incoming, log);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to receive; what cannot be read is told and dropped, since the table still holds the job.</summary>
    public async Task ReceiveAsync(Action<CarriedJob> received, CancellationToken ct)
    {
        var consumer = new AsyncEventingBasicConsumer(_in);
        consumer.ReceivedAsync += async (_, told) =>
        {
            if (CarriedJob.Read(told.Body.Span, told.DeliveryTag, this) is { } job)
            {
                received(job);
                return;
            }
            Unreadable(_log, told.Body.Length);
            await _in.BasicRejectAsync(told.DeliveryTag, requeue: false);
        };
        await _in.BasicConsumeAsync(Queue, autoAck: false, consumer, ct);
    }

    /// <summary>How many wait in the queue and were sent to nobody yet.</summary>
    public async Task<int> WaitingAsync(CancellationToken ct) => (int)await _out.MessageCountAsync(Queue, ct);

    /// <summary>Publishes and waits until the broker has each safe.</summary>
    /// <returns>Those that it has.</returns>
    public async Task<IReadOnlyList<HeldJob>> PublishAsync(IReadOnlyList<HeldJob> jobs, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var sent = jobs.Select(j => TryPublishAsync(j, patience.Token)).ToList();
        var safe = await Task.WhenAll(sent);
        return [.. jobs.Where((_, i) => safe[i])];
    }

    /// <summary>The broker may forget a message: its job is held here, or is nobody's business any more.</summary>
    public async Task ForgetAsync(ulong tag)
    {
        try
        {
            await _in.BasicAckAsync(tag, multiple: false);
        }
        catch (Exception gone) when (IsAway(gone))
        {
            // It is delivered again, and dropped by whoever finds that its lease has changed.
        }
    }

    /// <summary>Lets the broker deliver it again.</summary>
    public async Task ReturnAsync(ulong tag)
    {
        try
        {
            await _in.BasicNackAsync(tag, multiple: false, requeue: true);
        }
        catch (Exception gone) when (IsAway(gone))
        {
            // A line that ends returns whatever was not acknowledged on it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync(Constants.ReplySuccess, "goodbye", TimeSpan.FromSeconds(2), abort: true, CancellationToken.None);
        await _out.DisposeAsync();
        await _in.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Faults of a broker that is away, restarts or refuses, as against our own.</summary>
    public static bool IsAway(Exception fault) => fault
        is BrokerUnreachableException or OperationInterruptedException or PublishException or RabbitMQClientException or IOException or System.Net.Sockets.SocketException or TimeoutException
        or ObjectDisposedException or OperationCanceledException;

    private async Task<bool> TryPublishAsync(HeldJob job, CancellationToken ct)
    {
        var properties = new BasicProperties { Persistent = true, ContentType = "application/json", MessageId = new JobId(job.Id).ToString(), Type = job.Kind };
        try
        {
            await _out.BasicPublishAsync("", Queue, mandatory: true, properties, CarriedJob.Write(job), ct);
            return true;
        }
        catch (Exception refused) when (IsAway(refused))
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of {Length} bytes in the queue of jobs cannot be read and is dropped")]
    private static partial void Unreadable(ILogger log, int length);
}

/// <summary>A job that a message told of: ids only. It is taken by its lease, so that of two deliveries one finds nothing.</summary>
internal sealed record CarriedJob(TenantId Tenant, Guid Id, Guid Lease, ulong Tag, BrokerLine Line)
{
    private sealed record Body(Guid Tenant, Guid Job, Guid Lease);

    public static byte[] Write(HeldJob job) => JsonSerializer.SerializeToUtf8Bytes(new Body(job.Tenant.Value, job.Id, job.Lease));

    public static CarriedJob? Read(ReadOnlySpan<byte> body, ulong tag, BrokerLine line)
    {
        try
        {
            return JsonSerializer.Deserialize<Body>(body) is { } told && told.Job != Guid.Empty && told.Lease != Guid.Empty ? new CarriedJob(new TenantId(told.Tenant), told.Job, told.Lease, tag, line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
