using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>What registers that are asked by HTTP share: where they are, how a call becomes a finding, and that trouble is never a statement about the entity.</summary>
internal abstract class HttpRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock, string publisher, string home) : IOnlineRegister
{
    private readonly Uri _home = Slashed(settings.Url ?? new Uri(home));
    private readonly Uri _sandbox = Slashed(settings.SandboxUrl ?? settings.Url ?? new Uri(home));

    public string Name => settings.Name;

    public abstract IReadOnlyList<string> Schemes { get; }

    public virtual bool Authoritative => true;

    protected ProviderSettings Settings => settings;

    /// <summary>An entry under another number than was asked for says nothing about this one, whoever mixed them up on the way.</summary>
    public async Task<RegisterFinding> AskAsync(RegisterQuestion question, CancellationToken ct)
    {
        var finding = await LookAsync(question, ct);
        return finding is { Result: LookUpResult.Found, Record: { } record } && !record.Numbers.Contains(new RegisterNumber(question.Scheme, question.Value))
            ? RegisterFinding.Unavailable("provider_unavailable", retry: true, finding.Source) with { Trouble = "other_entity", Raw = finding.Raw } : finding;
    }

    protected abstract Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct);

    protected Task<LineAnswer> GetAsync(RegisterQuestion question, string path, CancellationToken ct, string accept = "application/json") =>
        line.SendAsync(question.Tenant, HomeOf(question), () => Request(HttpMethod.Get, question, path, accept), ct);

    protected Task<LineAnswer> PostAsync(RegisterQuestion question, string path, string json, CancellationToken ct) => line.SendAsync(question.Tenant, HomeOf(question), () =>
    {
        var request = Request(HttpMethod.Post, question, path, "application/json");
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }, ct);

    /// <summary>
    /// Whether a 404 is the register's own word about the number. A proxy's page during maintenance and a path that has moved are 404s, too, and say nothing
    /// about any company.
    /// </summary>
    protected virtual bool SaysNotFound(LineAnswer answer) => answer.Json().ValueKind is JsonValueKind.Object;

    /// <summary>Puts the credential where this register wants it.</summary>
    protected virtual void Authorize(HttpRequestMessage request)
    {
    }

    protected RegisterFinding Found(RegisterRecord record, params ReadOnlySpan<LineAnswer> answers) => new(LookUpResult.Found, record, Source(), Raw: Text(answers));

    protected RegisterFinding NotFound(LineAnswer answer) => new(LookUpResult.NotFound, null, Source(), Raw: Text([answer]));

    /// <summary>For calls that failed and for answers that are not what the register documents.</summary>
    protected RegisterFinding Unavailable(LineAnswer answer)
    {
        var trouble = answer.IsAnswer ? answer.Status is 200 ? "unexpected_content" : $"status_{answer.Status}" : SnakeCase.Of(answer.Failure);
        return RegisterFinding.Unavailable("provider_unavailable", retry: true, Source()) with { Trouble = trouble };
    }

    /// <summary>The one entity of an answer; unavailable where the answer is something else.</summary>
    protected RegisterFinding One(LineAnswer answer, Func<JsonElement, RegisterRecord?> read) =>
        answer.IsAnswer && answer.Status == 404 && SaysNotFound(answer) ? NotFound(answer)
        : answer.IsAnswer && answer.Status == 200 && read(answer.Json()) is { } record ? Found(record, answer)
        : Unavailable(answer);

    /// <summary>The entry with who directs and owns it, of several further answers: what one of them could not tell is not known, and not none.</summary>
    protected RegisterFinding WithParties(RegisterRecord record, LineAnswer entity, params ReadOnlySpan<(string What, LineAnswer Answer, IEnumerable<RegisterParty>? Told)> parts)
    {
        var (told, untold, answers) = (new List<RegisterParty>(), new List<string>(), new List<LineAnswer> { entity });
        foreach (var (what, answer, parties) in parts)
        {
            if (!answers.Contains(answer)) answers.Add(answer);
            if (parties is null) untold.Add(what);
            else told.AddRange(parties);
        }
        var known = untold.Count < parts.Length ? told : null;
        return Found(record with { Parties = known }, [.. answers]) with { Untold = untold.Count > 0 ? [.. untold.Distinct()] : null };
    }

    /// <summary>The entries of a list: none where the register says so, null where it could not tell.</summary>
    protected IEnumerable<JsonElement>? Entries(LineAnswer answer, string list) =>
        answer is { IsAnswer: true, Status: 200 } && RegisterTexts.Member(answer.Json(), list) is { ValueKind: JsonValueKind.Array } entries ? entries.EnumerateArray()
        : SaysNone(answer) ? [] : null;

    /// <summary>A 404 in the register's own words.</summary>
    protected bool SaysNone(LineAnswer answer) => answer is { IsAnswer: true, Status: 404 } && SaysNotFound(answer);

    private RegisterSource Source()
    {
        var now = clock.GetUtcNow();
        return new RegisterSource(Name, publisher, now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), now, Complete: true, Usable: true);
    }

    private Uri HomeOf(RegisterQuestion question) => question.Live ? _home : _sandbox;

    private HttpRequestMessage Request(HttpMethod method, RegisterQuestion question, string path, string accept)
    {
        var request = new HttpRequestMessage(method, new Uri(HomeOf(question), path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent ?? "KybPlatform");
        Authorize(request);
        return request;
    }

    // One answer as it came; several as a list.
    private static string Text(ReadOnlySpan<LineAnswer> answers)
    {
        if (answers.Length == 1) return Encoding.UTF8.GetString(answers[0].Body.Span);
        var all = new List<JsonElement>();
        foreach (var answer in answers) if (answer.Json() is { ValueKind: not JsonValueKind.Undefined } json) all.Add(json);
        return JsonSerializer.Serialize(all);
    }

    private static Uri Slashed(Uri uri) => uri.AbsoluteUri.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
}
