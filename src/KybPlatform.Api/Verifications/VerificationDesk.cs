using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KybPlatform.Api.Verifications;

/// <summary>Runs the verifications of a dossier: what was answered for the same input stands, the rest is asked.</summary>
internal sealed partial class VerificationDesk(
    IEnumerable<IVerificationProvider> providers, IRegisterDesk registers, SubjectVault vault, BlindIndex index, TimeProvider clock, ILogger<VerificationDesk> log) : IVerificationDesk
{
    internal const string EvidencePurpose = "verifications.evidence";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, IVerificationProvider> _providers = providers.ToDictionary(p => p.Type, StringComparer.Ordinal);

    private volatile Answerable? _available;

    public IReadOnlySet<string> Available
    {
        get
        {
            // Asked for with every evaluation; what can be answered changes only with the registers.
            var schemes = registers.Schemes;
            if (_available is { } known && ReferenceEquals(known.Schemes, schemes)) return known.Names;
            var names = Providers.SelectMany(p => p.Answers.Select(c => $"{p.Type}.{c}").Append(p.AnswersEveryCheck ? p.Type : $"{p.Type}.*")).ToHashSet(StringComparer.Ordinal);
            _available = new Answerable(schemes, names);
            return names;
        }
    }

    /// <summary>Those that can answer anything now.</summary>
    internal IEnumerable<IVerificationProvider> Providers => _providers.Values.Where(p => p.Answers.Any()).OrderBy(p => p.Type, StringComparer.Ordinal);

    /// <summary>Who answers this type now; in a test tenant, where nobody does, the sandbox.</summary>
    internal IVerificationProvider? Find(string type, bool live) =>
        _providers.TryGetValue(type, out var provider) && provider.Answers.Any() ? provider : live ? null : SandboxProvider.All.GetValueOrDefault(type);

    public IReadOnlySet<string> AvailableTo(bool live, ReadOnlyMemory<byte> facts)
    {
        if (live) return Available;
        // What was forced was answered, whoever is connected here.
        using var document = JsonDocument.Parse(facts);
        if (FactReader.Member(document.RootElement, "verifications") is not { ValueKind: JsonValueKind.Object } verifications) return Available;
        var names = new HashSet<string>(Available, StringComparer.Ordinal);
        foreach (var type in verifications.EnumerateObject().Where(t => t.Value.ValueKind == JsonValueKind.Array))
        {
            foreach (var check in type.Value.EnumerateArray().Where(v => FactReader.Member(v, "sample").ValueKind == JsonValueKind.True).Select(v => FactReader.Member(v, "checks")).Where(c => c.ValueKind == JsonValueKind.Object).SelectMany(c => c.EnumerateObject()))
            {
                if (!Available.Contains($"{type.Name}.*")) names.Add(type.Name);
                names.Add($"{type.Name}.{check.Name}");
            }
        }
        return names;
    }

    public async Task<VerificationsView> RunAsync(
        TenantWork work, Guid profile, Guid inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, IReadOnlyList<VerificationOrder> orders, CancellationToken ct)
    {
        var held = await LoadAsync(work, profile, ct);
        var retry = false;
        foreach (var order in orders)
        {
            if (ProviderOf(order, work.Live, facts) is null) continue;
            var input = InputHash(work.Tenant, order.Type, order.Subject, facts);
            if (held.Exists(v => Answers(v, order, input, work.Now))) continue;
            var (made, later) = await RunOneAsync(work, profile, inquiry, facts, subjects, order, ct);
            retry |= later;
            held.Add(made);
        }
        return View(work, held, facts, orders, retry);
    }

    /// <summary>Asks now, whatever was answered before.</summary>
    /// <returns>What was answered, in the unit of work, and whether asking again later may tell more.</returns>
    internal async Task<(Verification Made, bool RetryLater)> RunOneAsync(
        TenantWork work, Guid profile, Guid? inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, VerificationOrder order, CancellationToken ct)
    {
        var provider = ProviderOf(order, work.Live, facts) ?? Find(order.Type, work.Live)!;
        var request = new VerificationRequest(work, order.Subject, facts, FactReader.About(facts, order.Subject), order.Checks, order.Lists, profile, order.Threshold);
        var answer = await AskAsync(provider, request, ct);
        var made = await MakeAsync(request, inquiry, provider, answer, InputHash(work.Tenant, order.Type, order.Subject, facts), subjects, ct);
        work.Db.Add(made);
        return (made, answer.Retry);
    }

    // A statement of the commit, after what it follows from is locked: it meets an answer that was given meanwhile, too, which a read before would not have seen.
    public void Lapse(PlatformDb db, Guid profile, string type, string subject, DateTimeOffset now)
    {
        var lapse = new NpgsqlBatchCommand("""
            UPDATE verifications SET status = 'expired', valid_until = $5, version = version + 1
            WHERE tenant_id = $1 AND profile_id = $2 AND type = $3 AND subject = $4 AND status IN ('passed', 'failed', 'inconclusive')
            """);
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = db.Tenant!.Value.Value });
        lapse.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = profile });
        lapse.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        lapse.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
        lapse.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        db.Extra.Add(lapse);
    }

    public async Task<VerificationsView> ReadAsync(TenantWork work, Guid profile, JsonElement facts, IReadOnlyList<VerificationOrder> orders, CancellationToken ct) =>
        View(work, await LoadAsync(work, profile, ct), facts, orders, retry: false);

    private VerificationsView View(TenantWork work, List<Verification> held, JsonElement facts, IReadOnlyList<VerificationOrder> orders, bool retry)
    {
        List<Verification> current = [.. Current(work, held, facts, orders)];
        return new VerificationsView(VerificationJson.Write(current), retry, DocumentReviews.EvidenceOf(current, work.Live));
    }

    public async Task AddReviewsAsync(
        TenantWork work, Actor by, Guid profile, Guid inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, IReadOnlyList<ReadByPerson> read, string? note, CancellationToken ct)
    {
        var ring = await vault.RingAsync(work.Db, work.Tenant, subjects, ct);
        foreach (var one in read)
        {
            var evidence = StoredJson.Bytes(new DocumentReviews.Said(by.ToString(), one.Corrected, note));
            var subject = "documents/" + one.Requirement;
            work.Db.Add(DocumentReviews.Made(work, clock.GetUtcNow(), profile, inquiry, FactReader.Member(facts, "business").ValueKind == JsonValueKind.Object, subject,
                InputHash(work.Tenant, DocumentEvidence.ReviewType, subject, facts), [.. subjects], ring.SealForAll(subjects, evidence, EvidencePurpose), SHA256.HashData(evidence)));
        }
    }

    private static readonly Lookup<Verification> Known = new("profile_id = $2 ORDER BY id DESC LIMIT 500");

    public IReadOnlyList<PlannedRead> Reads(Guid profile) => [Known.For(profile)];

    private static async Task<List<Verification>> LoadAsync(TenantWork work, Guid profile, CancellationToken ct) => [.. await Known.ReadAsync(work.Db, profile, ct)];

    // An answer on terms as strict for the same input stands until it lapses or its data is another; one that could not be given is asked again.
    private bool Answers(Verification held, VerificationOrder order, byte[] input, DateTimeOffset now) =>
        SpeaksOf(held, order, input) && held.Names(order.Checks) && held.SpeaksAt(now) && (order.MaxAge is null || held.CompletedAt + order.MaxAge > now)
        && (_providers.GetValueOrDefault(held.Type) ?? SandboxProvider.All.GetValueOrDefault(held.Type))?.IsCurrent(held.DataVersion, held.AskedLists ?? order.Lists) == true;

    private static bool SpeaksOf(Verification held, VerificationOrder order, byte[] input) =>
        held.Type == order.Type && held.Subject == order.Subject && held.InputHash.AsSpan().SequenceEqual(input) && held.WasAsked(order.Checks, order.Lists, order.Threshold);

    /// <summary>
    /// One verification of each type and subject, of those whose input is still what the facts say: the one that answers what is ordered, and the newest
    /// where nothing is.
    /// </summary>
    private IEnumerable<Verification> Current(TenantWork work, IEnumerable<Verification> held, JsonElement facts, IReadOnlyList<VerificationOrder> orders) =>
        held.Where(v => v.Status is not (VerificationStatus.Canceled or VerificationStatus.Expired) && !(v.ValidUntil <= work.Now)).GroupBy(v => (v.Type, v.Subject))
            .Select(g => Choose(g, orders.FirstOrDefault(o => o.Type == g.Key.Type && o.Subject == g.Key.Subject), InputHash(work.Tenant, g.Key.Type, g.Key.Subject, facts), work.Now))
            .OfType<Verification>().OrderBy(v => v.Type, StringComparer.Ordinal).ThenBy(v => v.Subject, StringComparer.Ordinal);

    // Facts that were changed and changed back are spoken of by what was answered for them, whatever came in between; and so is a question, whatever was
    // asked on other terms since. What was found on other terms says nothing here, and a pass on other terms is for the policy to judge.
    private Verification? Choose(IEnumerable<Verification> held, VerificationOrder? order, byte[] input, DateTimeOffset now)
    {
        var newest = held.Where(v => v.InputHash.AsSpan().SequenceEqual(input)).OrderByDescending(v => v.Id.Value).ToList();
        if (order is null) return newest.FirstOrDefault();
        return newest.Find(v => Answers(v, order, input, now)) ?? newest.Find(v => SpeaksOf(v, order, input)) ?? newest.Find(v => v.Status is not VerificationStatus.Failed && v.WasAsked(order.Checks));
    }

    // The sandbox is asked about magic values only: all else goes by when_unavailable, as it will in the live tenant.
    private IVerificationProvider? ProviderOf(VerificationOrder order, bool live, JsonElement facts) =>
        _providers.TryGetValue(order.Type, out var provider) ? provider
        : !live && SandboxProvider.All.TryGetValue(order.Type, out var sandbox) && sandbox.Knows(FactReader.About(facts, order.Subject)) ? sandbox : null;

    private async Task<VerificationAnswer> AskAsync(IVerificationProvider provider, VerificationRequest request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        var started = clock.GetTimestamp();
        try
        {
            if (!request.Work.Live && MagicValues.IsSlow(request.About)) await Task.Delay(Slowness, limit.Token);
            var answer = await provider.CheckAsync(request, limit.Token);
            ProviderMeter.Count(provider, answer.Status, clock.GetElapsedTime(started));
            return answer;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is not ConflictException)
        {
            // A provider that breaks is no fact about the applicant.
            Broke(log, provider.Name, fault);
            ProviderMeter.Count(provider, VerificationStatus.Inconclusive, clock.GetElapsedTime(started));
            return new VerificationAnswer(VerificationStatus.Inconclusive, provider.Checks.ToDictionary(c => c, _ => CheckOutcome.Inconclusive), "provider_unavailable", Retry: true);
        }
    }

    private async Task<Verification> MakeAsync(
        VerificationRequest request, Guid? inquiry, IVerificationProvider provider, VerificationAnswer answer, byte[] input, IReadOnlyList<Guid> subjects, CancellationToken ct)
    {
        var work = request.Work;
        var evidence = answer.Evidence is null ? null : StoredJson.Bytes(answer.Evidence);
        var ring = evidence is null ? null : await vault.RingAsync(work.Db, work.Tenant, subjects, ct);
        return new Verification
        {
            TenantId = work.Tenant,
            Id = PublicId.New<VerificationId>(clock.GetUtcNow()),
            ProfileId = request.Profile,
            OfBusiness = FactReader.Member(request.Facts, "business").ValueKind == JsonValueKind.Object,
            InquiryId = inquiry,
            Type = provider.Type,
            Subject = request.Subject,
            Provider = provider.Name,
            Status = answer.Status,
            Checks = StoredJson.Write(answer.Checks),
            ReasonCode = answer.ReasonCode,
            Lists = answer.Lists is { Count: > 0 } ? StoredJson.Write(answer.Lists) : null,
            AskedChecks = [.. request.Checks],
            AskedLists = [.. request.Lists],
            Threshold = request.Threshold ?? answer.Threshold,
            Sample = answer.Sample,
            DataVersion = answer.DataVersion,
            InputHash = input,
            Subjects = evidence is null ? [] : [.. subjects],
            Evidence = evidence is null ? null : ring!.SealForAll(subjects, evidence, EvidencePurpose),
            EvidenceHash = evidence is null ? null : SHA256.HashData(evidence),
            CreatedAt = work.Now,
            CompletedAt = work.Now,
            ValidUntil = answer.ValidFor is { } valid ? work.Now + valid : null,
        };
    }

    // What was checked is the subject's own facts; a document is compared with the whole profile, a phone number with the sender's country.
    internal byte[] InputHash(TenantId tenant, string type, string subject, JsonElement facts)
    {
        var about = FactReader.About(facts, subject);
        if (type is DocumentEvidence.ReviewType) return index.Hash(tenant, "verification", $"{type}\n{subject}\n{DocumentReviews.Canonical(about)}");
        var input = new StringBuilder(type).Append('\n').Append(subject).Append('\n');
        if (about.ValueKind != JsonValueKind.Undefined) input.Append(about.GetRawText());
        if (subject.StartsWith("documents/", StringComparison.Ordinal) || type is "email") input.Append('\n').Append(FactReader.Applicant(facts).GetRawText());
        if (type is "identifier" && FactReader.Applicant(facts) is { ValueKind: JsonValueKind.Object } applicant)
        {
            // A register's entry is held against the names, and its silence against the age.
            foreach (var name in (string[])["legal_name", "trade_name", "given_name", "family_name", "incorporated_on"])
                if (FactReader.Member(applicant, name) is { ValueKind: JsonValueKind.String } text) input.Append('\n').Append(name).Append('=').Append(text.GetRawText());
        }
        // What these are told beside the facts.
        if (type is "phone" || _providers.GetValueOrDefault(type) is SignedProvider) input.Append('\n').Append(FactReader.Text(facts, "country"));
        return index.Hash(tenant, "verification", input.ToString());
    }

    private sealed record Answerable(IReadOnlySet<string> Schemes, IReadOnlySet<string> Names);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Provider {Provider} could not answer")]
    private static partial void Broke(ILogger log, string provider, Exception fault);
}
