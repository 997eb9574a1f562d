using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Cases;

/// <summary>What is written about a case in words; it may tell about persons and is kept sealed.</summary>
/// <param name="Title">Null for the review of an inquiry, which needs none.</param>
/// <param name="Fields">What was filled of the template's fields.</param>
public sealed record CaseWords(string? Title, IReadOnlyDictionary<string, JsonElement>? Fields)
{
    internal const string Purpose = "cases.sealed";
    internal const string ProposalPurpose = "cases.proposal";

    internal static CaseWords Nothing { get; } = new(null, null);

    /// <summary>Nothing where nothing was written, or whom it told about was erased.</summary>
    internal static CaseWords Of(Case row, SubjectRing ring) =>
        row.Sealed is { } cipher && ring.Open(row.SealedFor, cipher, Purpose) is { } plain ? StoredJson.Read<CaseWords>(plain) : Nothing;

    /// <summary>Of somebody who was erased nothing new is written down.</summary>
    internal void Seal(Case row, SubjectRing ring) =>
        row.Sealed = ring.Has(row.SealedFor) && this != Nothing ? ring.Seal(row.SealedFor, StoredJson.Bytes(this), Purpose) : null;
}
