using System.Text;
using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>What a reviewer asked of the applicant about one requirement.</summary>
/// <param name="Text">For the applicant's eyes.</param>
/// <param name="Paths">Where the requirement looked.</param>
/// <param name="Fingerprint">Keyed hash of what stood there then; as long as it stands there the applicant has not answered.</param>
internal sealed record AskedItem(string Requirement, string Text, IReadOnlyList<string> Paths, string Fingerprint);

/// <summary>
/// What reviewers ask for beside the policy. As long as any of it is unanswered nothing is approved; what was answered goes back to the
/// reviewer, whatever the policy says by itself: a person asked, a person looks at the answer.
/// </summary>
internal sealed class AskedInformation(BlindIndex index, SubjectVault vault)
{
    private const string Purpose = "inquiries.asked";

    /// <summary>Puts the request on the inquiry. Null in the place of a fault where every requirement is one of the policy's.</summary>
    public async Task<Error?> AskAsync(Work work, Dossier dossier, PolicyEvaluation evaluation, IReadOnlyList<AskedRequirement> asked, DateTimeOffset until)
    {
        var items = new List<AskedItem>();
        for (var i = 0; i < asked.Count; i++)
        {
            var (key, text) = (asked[i].Requirement!, asked[i].Text!);
            var results = evaluation.Requirements.Where(r => r.Key == key).ToList();
            if (results.Count == 0)
            {
                var detail = $"The inquiry's policy has no requirement '{key}'.{Nearest.Hint(key, evaluation.Requirements.Select(r => r.Key))}";
                return Error.Invalid("unknown_requirement", detail, new FieldError(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/requirements/{i}/requirement"), "unknown_requirement", detail));
            }
            IReadOnlyList<string> paths = [.. results.SelectMany(r => r.Valid.Concat(r.Invalid.Select(v => v.Path))).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)];
            items.Add(new AskedItem(key, text, paths, Fingerprint(work.Tenant, dossier.Facts, key, paths)));
        }
        var inquiry = dossier.Inquiry;
        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], work.Canceled);
        inquiry.Ask([.. items.Select(i => i.Requirement)], ring.Seal(inquiry.ProfileId, StoredJson.Bytes(items), Purpose), until);
        inquiry.Requirements = StoredJson.Write(With(evaluation, items, until));
        return null;
    }

    /// <summary>Empty where nothing is asked, or the applicant was erased.</summary>
    public async ValueTask<IReadOnlyList<AskedItem>> OfAsync(PlatformDb db, Inquiry inquiry, CancellationToken ct)
    {
        if (inquiry.AskedFor.Length == 0 || inquiry.Asked is not { } cipher) return [];
        var ring = await vault.RingAsync(db, inquiry.TenantId, [inquiry.ProfileId], ct);
        return ring.Open(inquiry.ProfileId, cipher, Purpose) is { } plain ? StoredJson.Read<List<AskedItem>>(plain) : [];
    }

    /// <summary>Those of them that still stand as they stood when they were asked for.</summary>
    public IReadOnlyList<AskedItem> Unanswered(TenantId tenant, IReadOnlyList<AskedItem> items, Dossier dossier) =>
        [.. items.Where(i => i.Fingerprint == Fingerprint(tenant, dossier.Facts, i.Requirement, i.Paths))];

    /// <summary>What the policy says, held against what a reviewer asked for.</summary>
    public async Task<Judgement> HoldAsync(TenantWork work, Inquiry inquiry, Dossier dossier, Judgement judged, CancellationToken ct)
    {
        var items = await OfAsync(work.Db, inquiry, ct);
        if (items.Count == 0 || judged.Outcome is DecisionOutcome.Decline || judged.Evaluation is not { } evaluation) return judged;
        var open = Unanswered(work.Tenant, items, dossier);
        if (open.Count == 0)
            return judged.Pending || judged.Outcome is not DecisionOutcome.Approve ? judged : judged with { Outcome = DecisionOutcome.Review, Reasons = [Judgement.Reason("information_provided")] };
        if (inquiry.AskedUntil <= work.Now) return judged with { Outcome = DecisionOutcome.Review, Pending = false, Reasons = [Judgement.Reason("information_overdue")] };
        return judged with
        {
            Outcome = DecisionOutcome.RequestInformation,
            Pending = false,
            Reasons = [Judgement.Reason("information_requested")],
            Requirements = StoredJson.Write(With(evaluation, open, inquiry.AskedUntil)),
            StillAsked = true,
        };
    }

    private static RequirementsResource With(PolicyEvaluation evaluation, IReadOnlyList<AskedItem> open, DateTimeOffset? until)
    {
        var due = RequirementsResource.From(evaluation.Due());
        var reason = Judgement.Reason("information_requested");
        var asked = open.Select(i =>
        {
            var requirement = evaluation.Requirements.First(r => r.Key == i.Requirement).Requirement;
            var clause = new DueClause(evaluation.Policy.Key, evaluation.Policy.Version, i.Requirement, [.. requirement.Sources.Select(s => new DueSource(s.Title, s.Url, SnakeCase.Of(s.Certainty)))]);
            return new DueResource(i.Paths.Count > 0 ? i.Paths[0] : "", i.Requirement, reason.Code, reason.ApplicantText, "applicant", "decision", clause, until);
        });
        return due with { CurrentlyDue = [.. due.CurrentlyDue.Where(d => open.All(i => i.Requirement != d.Requirement)), .. asked], Deadline = until };
    }

    private string Fingerprint(TenantId tenant, ReadOnlyMemory<byte> facts, string key, IReadOnlyList<string> paths)
    {
        using var document = JsonDocument.Parse(facts);
        var text = new StringBuilder();
        foreach (var path in paths.Append($"documents.{key}").Append($"attestations.{key}").Distinct(StringComparer.Ordinal)) text.Append(path).Append('=').Append(At(document.RootElement, path)).Append('\n');
        return Convert.ToHexStringLower(index.Hash(tenant, "inquiry-asked", text.ToString()));
    }

    // As far as members lead: of an entry of a list, the whole list.
    private static string At(JsonElement at, string path)
    {
        foreach (var member in path.Split('.', '['))
        {
            if (at.ValueKind is not JsonValueKind.Object) break;
            if (!at.TryGetProperty(member, out at)) return "";
        }
        return at.GetRawText();
    }
}
