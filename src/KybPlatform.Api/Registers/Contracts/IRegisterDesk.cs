using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Registers.Contracts;

/// <summary>How a look-up ended. <c>unavailable</c>: nobody could answer; never a statement about the entity.</summary>
public enum LookUpResult { Found, NotFound, Unavailable }

/// <summary>A number to be looked up.</summary>
/// <param name="Live">False for a test tenant, which may take stale and partial data, told as such.</param>
/// <param name="WithParties">Also who directs and owns it, which may cost further calls.</param>
public sealed record RegisterQuestion(TenantId Tenant, bool Live, string Scheme, string Value, bool WithParties = false);

/// <summary>What was looked into, and how far it can be relied upon.</summary>
/// <param name="Source">A dataset's key or an online register's name.</param>
/// <param name="Snapshot">Which issue; of an online register, when it was asked.</param>
/// <param name="PublishedAt">Null where the publisher's date is not known, which never counts as fresh.</param>
/// <param name="Complete">False where finding nothing means nothing.</param>
/// <param name="Usable">False where it is partial or too old: it clears nobody in a live tenant.</param>
public sealed record RegisterSource(string Source, string Publisher, string Snapshot, DateTimeOffset? PublishedAt, bool Complete, bool Usable);

/// <summary>What a look-up found.</summary>
/// <param name="Reason">Why nobody could answer, as a reason code.</param>
/// <param name="Retry">Asking again later may tell more.</param>
/// <param name="Trouble">What went wrong on the way to an online register, such as <c>timeout</c>; beside what a dataset says, why the register did not say it itself.</param>
/// <param name="Raw">The online register's own answer, as it came.</param>
/// <param name="Untold">What it could not tell now of who directs and owns the entity, such as <c>officers</c>: not known, which is not the same as none.</param>
public sealed record RegisterFinding(
    LookUpResult Result, RegisterRecord? Record, RegisterSource? Source, string? Reason = null, bool Retry = false, string? DataVersion = null, string? Raw = null, string? Trouble = null,
    IReadOnlyList<string>? Untold = null)
{
    /// <summary>Nobody could answer.</summary>
    public static RegisterFinding Unavailable(string reason, bool retry, RegisterSource? source = null) => new(LookUpResult.Unavailable, null, source, reason, retry);
}

/// <summary>Looks numbers up in imported datasets and connected registers.</summary>
public interface IRegisterDesk
{
    /// <summary>The schemes for which somebody here can be asked; changes when a dataset is imported.</summary>
    IReadOnlySet<string> Schemes { get; }

    /// <summary>Changes when the data behind a scheme changes; null where nobody has any.</summary>
    string? DataVersion(string scheme);

    Task<RegisterFinding> LookUpAsync(RegisterQuestion question, CancellationToken ct);
}
