using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Backtests;

/// <summary>Where a backtest or a shadow evaluation stands.</summary>
public enum BacktestState { Running, Completed, Canceled }

/// <summary>
/// Contents of policies that are tried on the tenant's own decisions: of the past, to an end, or as they are made from now on, until
/// somebody stops it. What is counted so far is kept with the place it was counted up to, so that a killed run goes on where it was.
/// </summary>
public sealed class Backtest : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required BacktestId Id { get; init; }

    /// <summary>How the API names it: a shadow evaluation by its own kind of id.</summary>
    public string PublicName => IsShadow ? new ShadowId(Id.Value).ToString() : Id.ToString();

    public int Version { get; set; }
    public BacktestState State { get; private set; }

    /// <summary>A shadow follows what is decided from its start on.</summary>
    public required bool IsShadow { get; init; }

    /// <summary>Key, version and hash of each content that is tried; JSON list.</summary>
    public required string Candidates { get; init; }

    /// <summary>The hashes alone.</summary>
    public required string[] Hashes { get; init; }

    public string? Country { get; init; }
    public string? SenderType { get; init; }
    /// <summary>Only decisions made then or later.</summary>
    public DateTimeOffset? MadeFrom { get; init; }

    /// <summary>Only decisions made before.</summary>
    public DateTimeOffset? MadeBefore { get; init; }

    /// <summary>How many decisions are drawn; null takes all.</summary>
    public int? Sample { get; init; }

    /// <summary>The last decision that counts; of a shadow, moving.</summary>
    public required Guid Upto { get; init; }

    /// <summary>Where the sample ends, once it was drawn.</summary>
    public byte[]? Draw { get; private set; }

    /// <summary>How many decisions there are to look at; null before they were counted, and of a shadow.</summary>
    public long? Total { get; private set; }

    public long Done { get; private set; }

    /// <summary>Everything up to this decision is counted in <see cref="Tally"/>.</summary>
    public Guid Cursor { get; private set; }

    /// <summary>What was counted so far, JSON.</summary>
    public string? Tally { get; private set; }

    /// <summary>The canonical bytes of the report, as text; null until the end.</summary>
    public string? Report { get; private set; }

    public string? ReportHash { get; private set; }
    public long Flips { get; private set; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The size of the task is known.</summary>
    public void Measured(long total, byte[]? draw) => (Total, Draw) = (total, draw);

    /// <summary>Counted up to a decision.</summary>
    public void Advance(Guid cursor, long done, string tally, long flips) => (Cursor, Done, Tally, Flips) = (cursor, done, tally, flips);

    public void Complete(string report, string hash, DateTimeOffset now) => (State, Report, ReportHash, Tally, FinishedAt) = (BacktestState.Completed, report, hash, null, now);

    /// <summary>Nothing more is counted; what was counted stays to be seen.</summary>
    public Error? Cancel(DateTimeOffset now)
    {
        if (State is not BacktestState.Running) return BacktestErrors.Over(PublicName, State);
        (State, FinishedAt) = (BacktestState.Canceled, now);
        return null;
    }
}

internal sealed class BacktestConfiguration : IEntityTypeConfiguration<Backtest>
{
    public void Configure(EntityTypeBuilder<Backtest> backtest)
    {
        backtest.ToTable("backtests");
        backtest.HasKey(b => new { b.TenantId, b.Id });
        backtest.Ignore(b => b.PublicName);
        backtest.HasIndex(b => new { b.TenantId, b.State }).HasFilter("state = 'running'");
        backtest.Property(b => b.Candidates).HasColumnType("jsonb");
    }
}
