using System.Globalization;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening;

/// <summary>Somebody to look for in the lists.</summary>
/// <param name="Schema"><c>person</c>, <c>company</c>, <c>organization</c>, <c>vessel</c> or <c>aircraft</c>; left out, every kind of party is searched.</param>
/// <param name="BirthDate">A day, a month or a year: <c>1961-05-02</c>, <c>1961-05</c>, <c>1961</c>.</param>
/// <param name="Countries">ISO 3166-1 alpha-2 codes.</param>
/// <param name="Identifiers">Numbers as written; one that a list has too is a match whatever the names say.</param>
/// <param name="Addresses">As far as they are known.</param>
/// <param name="Lists">List keys; left out, every list that is loaded.</param>
/// <param name="Threshold">From which score on a party is a match.</param>
public sealed record SearchItem(
    string? Name, string? Schema, string? BirthDate, IReadOnlyList<string>? Countries, IReadOnlyList<string>? Identifiers,
    IReadOnlyList<GivenAddress>? Addresses, IReadOnlyList<string>? Lists, double? Threshold, int? Limit);

/// <summary>Up to 1,000 parties at once. Nothing is stored.</summary>
public sealed record SearchRequest(IReadOnlyList<SearchItem>? Items);

/// <summary>A listed party that the given one may be, and why.</summary>
public sealed record FoundParty(
    string EntityId, string List, string Schema, string Name, string MatchedName, double Score, IReadOnlyList<ScorePiece> Pieces, bool Sample,
    IReadOnlyList<string> BirthDates, IReadOnlyList<string> Countries, IReadOnlyList<ListAddress> Addresses, IReadOnlyList<string> Programs);

/// <summary>What was found for one item, best first.</summary>
/// <param name="Missing">Lists that were asked for and are not loaded: nothing was searched in them.</param>
public sealed record SearchResult(IReadOnlyList<FoundParty> Matches, IReadOnlyList<SearchedList> Lists, IReadOnlyList<string> Missing);

/// <summary>In the order of the items.</summary>
public sealed record SearchAnswer(IReadOnlyList<SearchResult> Results);

internal sealed class SearchItemValidator : AbstractValidator<SearchItem>
{
    public SearchItemValidator()
    {
        RuleFor(i => i.Name).NotEmpty().MaximumLength(500);
        RuleFor(i => i.Schema).Must(s => s is null || EntitySchemas.Parse(s) is not null).WithErrorCode("unknown_value")
            .WithMessage("Not one of person, company, organization, vessel, aircraft.");
        RuleFor(i => i.BirthDate).Must(d => d is null || PartialDate.TryParse(d, out _)).WithErrorCode("invalid_value").WithMessage("Must be a day, a month or a year.");
        RuleFor(i => i.Limit).InclusiveBetween(1, 100);
        RuleFor(i => i.Threshold).InclusiveBetween(ScreeningQuery.LowestThreshold, 1);
        RuleFor(i => i.Countries).Must(c => c is null || c.Count <= 50).WithMessage("At most 50 countries.");
        RuleFor(i => i.Identifiers).Must(c => c is null || c.Count <= 50).WithMessage("At most 50 identifiers.");
        RuleFor(i => i.Addresses).Must(a => a is null || a.Count <= 20).WithMessage("At most 20 addresses.");
        RuleForEach(i => i.Addresses).SetValidator(new GivenAddressValidator());
        RuleFor(i => i.Lists).Must(c => c is null || c.Count <= 50).WithMessage("At most 50 lists.");
    }
}

internal sealed class GivenAddressValidator : AbstractValidator<GivenAddress>
{
    public GivenAddressValidator()
    {
        RuleFor(a => a.Street).MaximumLength(500);
        RuleFor(a => a.City).MaximumLength(200);
        RuleFor(a => a.PostalCode).MaximumLength(50);
        RuleFor(a => a.Country).MaximumLength(2);
    }
}

internal sealed class SearchRequestValidator : AbstractValidator<SearchRequest>
{
    public SearchRequestValidator()
    {
        RuleFor(r => r.Items).NotNull().Must(i => i is null || i.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1,000 items.");
        RuleForEach(r => r.Items).SetValidator(new SearchItemValidator());
    }
}

/// <summary>Searches the lists for parties.</summary>
internal static class SearchParties
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(RouteGroupBuilder screening) =>
        screening.MapPost("/search", HandleAsync).Requires(Scopes.ScreeningRead).AsksOnly()
            .WithSummary("Search the lists for parties").Produces<SearchAnswer>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "items": [{ "name": "Jane Example", "schema": "person", "birth_date": "1980-02", "countries": ["GB"], "addresses": [{ "street": "1 Example Street", "city": "London", "postal_code": "EC1A 1AA", "country": "GB" }], "lists": ["ofac_sdn", "un"], "threshold": 0.85, "limit": 10 }] }""");

    private static async Task<IResult> HandleAsync(Body<SearchRequest> body, ScreeningLists lists, HttpContext http)
    {
        if (await lists.ReadyAsync(Patience, http.RequestAborted) is not { } loaded)
            return Refused.Because(new Error("lists_loading", ErrorKind.Unavailable, "The lists are being loaded."));
        var items = body.Value.Items!;
        if (UnknownList(items, loaded) is { } unknown) return Refused.Because(unknown);
        return Answer.Ok(new SearchAnswer([.. items.Select(i => Search(i, loaded))]));
    }

    private static Error? UnknownList(IReadOnlyList<SearchItem> items, LoadedLists loaded)
    {
        for (var i = 0; i < items.Count; i++)
            for (var j = 0; j < (items[i].Lists?.Count ?? 0); j++)
                if (items[i].Lists![j] is var key && !ListFormats.Keys.Contains(key) && key != ListKeys.Sample && !loaded.Official.ContainsKey(key))
                    return ScreeningErrors.UnknownList(string.Create(CultureInfo.InvariantCulture, $"/items/{i}/lists/{j}"), key, ListFormats.Keys);
        return null;
    }

    private static SearchResult Search(SearchItem item, LoadedLists loaded)
    {
        var choice = loaded.Choose(item.Lists ?? []);
        var query = new ScreeningQuery
        {
            Name = item.Name!,
            Schema = EntitySchemas.Parse(item.Schema),
            BirthDate = item.BirthDate is { } text && PartialDate.TryParse(text, out var date) ? date : null,
            Countries = [.. item.Countries ?? []],
            Identifiers = [.. item.Identifiers ?? []],
            Addresses = [.. item.Addresses ?? []],
            Lists = [.. choice.Search],
            Threshold = item.Threshold ?? NameScorer.DefaultThreshold,
            Limit = item.Limit ?? 20,
        };
        return new SearchResult([.. choice.Search.Count == 0 ? [] : loaded.Index.Screen(query).Select(View)], choice.Lists, choice.Missing);
    }

    private static FoundParty View(KybPlatform.Screening.Index.ScreeningMatch match) => new(
        match.Entity.Key, match.Entity.ListKey, match.Entity.Schema.ToText(), match.Entity.Name, match.MatchedName, match.Score, match.Pieces, match.IsSample,
        [.. match.Entity.BirthDates.Select(d => d.ToString())], match.Entity.Countries, match.Entity.Addresses, match.Entity.Programs);
}
