using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>GLEIF's interface: entities by their LEI with their parents. Open, without a key.</summary>
internal sealed class GleifRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "Global Legal Entity Identifier Foundation", "https://api.gleif.org/")
{
    private const string JsonApi = "application/vnd.api+json";

    public override IReadOnlyList<string> Schemes { get; } = [GleifRecords.Lei];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var entity = await GetAsync(question, $"api/v1/lei-records/{question.Value}", ct, JsonApi);
        var finding = One(entity, json => GleifRecords.Of(RegisterTexts.Member(json, "data")));
        if (!question.WithParties || finding.Record is null) return finding;
        var direct = await GetAsync(question, $"api/v1/lei-records/{question.Value}/direct-parent-relationship", ct, JsonApi);
        var ultimate = await GetAsync(question, $"api/v1/lei-records/{question.Value}/ultimate-parent-relationship", ct, JsonApi);
        return WithParties(finding.Record, entity, ("parent", direct, Parents(direct)), ("ultimate_parent", ultimate, Parents(ultimate)));
    }

    // JSON:API: an answer without data says why in "errors".
    protected override bool SaysNotFound(LineAnswer answer) => RegisterTexts.Items(answer.Json(), "errors").Any();

    private IReadOnlyList<RegisterParty>? Parents(LineAnswer answer) =>
        answer is { IsAnswer: true, Status: 200 } && RegisterTexts.Member(answer.Json(), "data") is { ValueKind: JsonValueKind.Object } data ? GleifRelationships.Of(data)?.Parties ?? []
        : SaysNone(answer) ? [] : null;
}
