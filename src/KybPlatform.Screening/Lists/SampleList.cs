using System.Globalization;
using System.Text.Json;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// The shipped sample: a few companies, vessels and public figures as published on OFAC's SDN list of July 2021, a work of the United States
/// government in the public domain. It lets a fresh installation show a real hit. It is marked as a sample and incomplete: it clears nobody.
/// </summary>
public static class SampleList
{
    private const string Resource = "samples/sample-list.json";

    /// <summary>The sample as a snapshot under the key <see cref="ListKeys.Sample"/>.</summary>
    public static ListSnapshot Read()
    {
        var source = new SourceFile("sample-list.json", () => typeof(SampleList).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The library lacks {Resource}."));
        var root = JsonLines.Whole(source, SourceFile.MaxBytes);
        return new ListSnapshot
        {
            ListKey = ListKeys.Sample,
            Publisher = root.GetProperty("publisher").GetString()!,
            PublishedAt = DateTimeOffset.Parse(root.GetProperty("published_at").GetString()!, CultureInfo.InvariantCulture),
            IsComplete = false,
            IsSample = true,
            Sha256 = SourceFile.Hash([source]),
            Entities = [.. root.GetProperty("entities").EnumerateArray().Select(Entity).OrderBy(e => e.Id, StringComparer.Ordinal)],
        };
    }

    private static ListEntity Entity(JsonElement entity) => new()
    {
        Id = entity.GetProperty("id").GetString()!,
        ListKey = ListKeys.Sample,
        Schema = EntitySchemas.Parse(entity.GetProperty("schema").GetString())!.Value,
        Name = entity.GetProperty("name").GetString()!,
        Aliases = [.. Each(entity, "aliases").Select(a => Alias(a, AliasStrength.Strong)), .. Each(entity, "weak_aliases").Select(a => Alias(a, AliasStrength.Weak))],
        BirthDates = [.. Each(entity, "birth_dates").Select(Date)],
        Countries = [.. Each(entity, "countries").Select(c => c.GetString()!)],
        Identifiers = [.. Each(entity, "identifiers").Select(Identifier)],
        Programs = [.. Each(entity, "programs").Select(p => p.GetString()!)],
    };

    private static JsonElement[] Each(JsonElement entity, string name) =>
        entity.TryGetProperty(name, out var values) ? [.. values.EnumerateArray()] : [];

    private static ListAlias Alias(JsonElement name, AliasStrength strength) => ListAlias.Of(name.GetString()!, strength);

    private static PartialDate Date(JsonElement text) =>
        PartialDate.TryParse(text.GetString()!, out var date) ? date : throw new InvalidOperationException($"The sample has the date '{text}'.");

    private static ListIdentifier Identifier(JsonElement number) => new(
        number.GetProperty("kind").GetString()!,
        number.GetProperty("value").GetString()!,
        number.TryGetProperty("country", out var country) ? country.GetString() : null);
}
