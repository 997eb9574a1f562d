using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registers.Formats;
using KybPlatform.Identifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Registers.Importing;

/// <summary>What the operator knows about an issue before its content comes.</summary>
/// <param name="Format">Of the content: a register's own, or <c>csv</c> or <c>jsonl</c> with a mapping.</param>
/// <param name="PublishedAt">When the publisher issued it. Without it its age is unknown, which never counts as fresh.</param>
/// <param name="Complete">Whether this is all that the publisher has. A partial issue clears nobody in a live tenant.</param>
/// <param name="MaxAgeDays">From which age on it says nothing any more; 45 if left out.</param>
/// <param name="Mapping">For <c>csv</c> and <c>jsonl</c>: where the file has what.</param>
public sealed record NewDatasetImport(string? Format, string? Publisher, DateTimeOffset? PublishedAt, bool? Complete, int? MaxAgeDays, RecordMapping? Mapping);

internal sealed class NewDatasetImportValidator : AbstractValidator<NewDatasetImport>
{
    public NewDatasetImportValidator()
    {
        RuleFor(i => i.Format).NotEmpty();
        RuleFor(i => i.Publisher).NotEmpty().MaximumLength(200);
        RuleFor(i => i.Complete).NotNull();
        RuleFor(i => i.MaxAgeDays).InclusiveBetween(1, 3650).When(i => i.MaxAgeDays is not null);
        When(i => i.Mapping is not null, () =>
        {
            RuleFor(i => i.Mapping!.Numbers).NotEmpty().Must(n => n is null || n.Count <= 10).WithMessage("At most 10 numbers.");
            RuleFor(i => i.Mapping!.Names).NotEmpty().Must(n => n is null || n.Count <= 10).WithMessage("At most 10 names.");
            RuleForEach(i => i.Mapping!.Numbers).Must(n => !string.IsNullOrEmpty(n.Scheme) && n.Parts is { Count: > 0 }).WithErrorCode("invalid_value").WithMessage("A number has a scheme and the parts that it stands in.");
            RuleForEach(i => i.Mapping!.Names).Must(n => !string.IsNullOrEmpty(n.From)).WithErrorCode("invalid_value").WithMessage("A name says where it stands.");
            RuleFor(i => i.Mapping!.Delimiter).Must(d => d is null or { Length: 1 }).WithErrorCode("invalid_value").WithMessage("One sign.");
            RuleFor(i => i.Mapping!.Encoding).Must(e => e is null or "utf-8" or "latin1" or "iso-8859-1").WithErrorCode("unknown_value").WithMessage("Not one of utf-8, latin1.");
        });
    }
}

/// <summary>Opens an import: says what will come. The content follows in a second step, so that it can be sent again from where it broke off.</summary>
internal static class OpenImport
{
    public static void Map(RouteGroupBuilder datasets) =>
        datasets.MapPost("/{key}/imports", HandleAsync).RequiresPlatformKey().Idempotent()
            .WithSummary("Open an import of a register's dataset").Produces<DatasetImportResource>(201).ProducesRefusals(400, 404, 413, 415, 422)
            .ExampleRequest("""{ "format": "companies_house", "publisher": "Companies House", "published_at": "2026-11-01T00:00:00Z", "complete": true }""");

    private static async Task<IResult> HandleAsync(string key, Body<NewDatasetImport> body, Work work)
    {
        var given = body.Value;
        if (!IsKey(key)) return Refused.Because(Error.NotFound("dataset"));
        if (given.PublishedAt > work.Now.AddDays(1)) return Refused.Because(RegisterErrors.NotPublishedYet);
        if (RegisterFormats.Find(given.Format!) is not { } format) return Refused.Because(RegisterErrors.UnknownFormat(given.Format!, RegisterFormats.Names));
        if (format.Schemes is null == given.Mapping is null) return Refused.Because(RegisterErrors.MappingExpected(format.Schemes is null));
        var mapped = Canonical(given.Mapping);
        if (mapped.IsRefused(out var unknown)) return Refused.Because(unknown);

        var import = Make(key, given, format, mapped.Value, work);
        work.Db.Add(import);
        work.Record("register_dataset.import_opened", key, details: new { import = import.Id, import.Format, import.Publisher, import.Complete });
        return await work.AnswerAsync(201, DatasetImportResource.From(import), Keeping.Plainly, $"/v1/register-datasets/{key}/imports/{import.Id}");
    }

    internal static bool IsKey(string key) => key.Length is > 0 and <= 40 && char.IsAsciiLetterLower(key[0]) && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');

    private static DatasetImport Make(string key, NewDatasetImport given, RegisterFormat format, RecordMapping? mapping, Work work) => new()
    {
        Id = PublicId.New<DatasetImportId>(work.Now),
        DatasetKey = key,
        Format = format.Name,
        Publisher = given.Publisher!,
        PublishedAt = given.PublishedAt is { } at ? Instants.Truncate(at.ToUniversalTime()) : null,
        Complete = given.Complete!.Value,
        MaxAgeDays = given.MaxAgeDays ?? 45,
        Mapping = mapping is null ? null : StoredJson.Write(mapping),
        Schemes = [.. format.Schemes ?? mapping!.Numbers!.Select(n => n.Scheme!).Distinct(StringComparer.Ordinal)],
        Exhaustive = [.. mapping is null ? format.Exhaustive : mapping.Numbers!.Where(n => n.Exhaustive == true).Select(n => n.Scheme!)],
        State = DatasetImportState.Open,
        CreatedAt = work.Now,
        CreatedBy = work.Caller.Actor.ToString(),
    };

    // Any alias of a scheme is accepted, the canonical code kept.
    private static Result<RecordMapping?> Canonical(RecordMapping? mapping)
    {
        if (mapping is null) return (RecordMapping?)null;
        var numbers = new List<MappedNumber>();
        foreach (var number in mapping.Numbers!)
        {
            if (IdentifierSchemes.Find(number.Scheme!, null) is not { } scheme)
                return RegisterErrors.UnknownScheme(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/mapping/numbers/{numbers.Count}/scheme"), number.Scheme!);
            numbers.Add(number with { Scheme = scheme.Code });
        }
        return mapping with { Numbers = numbers };
    }
}
