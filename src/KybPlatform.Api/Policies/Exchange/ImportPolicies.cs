using System.Text.Json.Nodes;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Exchange;

/// <summary>A folder of documents, as an export gives it. What it does not hold is left as it is.</summary>
public sealed record PolicyImport(IReadOnlyList<PolicyFile>? Files, string? Summary);

internal sealed class PolicyImportValidator : AbstractValidator<PolicyImport>
{
    public PolicyImportValidator()
    {
        RuleFor(i => i.Files).NotEmpty();
        RuleFor(i => i.Files).Must(f => f is null || f.Count <= 500).WithErrorCode("too_long").WithMessage("At most 500 files.");
        RuleForEach(i => i.Files).ChildRules(file =>
        {
            file.RuleFor(f => f.Path).NotEmpty().MaximumLength(300).Must(p => p is null || PolicyFolder.FormatOf(p) is not null)
                .WithErrorCode("invalid_value").WithMessage("A document's name ends in .yaml, .yml or .json.");
            file.RuleFor(f => f.Text).NotEmpty();
        });
        RuleFor(i => i.Summary).MaximumLength(1000);
    }
}

/// <summary>What became of a file: <c>created</c> a draft, or <c>unchanged</c>.</summary>
public sealed record ImportedFile(string Path, string Key, int Version, string Result);

/// <summary>What an import made.</summary>
public sealed record ImportedPolicies(IReadOnlyList<ImportedFile> Files);

/// <summary>Makes a draft of every document that says something new; all of them, or none.</summary>
internal static class ImportPolicies
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/import", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Import policies from a folder of YAML or JSON files, as drafts").Produces<ImportedPolicies>(201).ProducesRefusals(400, 409, 413, 415)
            .Refuses(422, "policy_unreadable", "A document cannot be read; every fault has its place.").Refuses(422, "duplicate_policy", "Two files hold the same key.")
            .ExampleRequest("""{ "files": [{ "path": "zw/sms.yaml", "text": "key: acme.zw_mobile\ntitle: Mobile numbers, Zimbabwe\nscope: { country: ZW, sender_type: mobile }\nnot_offered: true\n" }], "summary": "From Git" }""");

    private static async Task<IResult> HandleAsync(Body<PolicyImport> body, Work work, IPolicyBook book)
    {
        var read = new List<(PolicyFile File, PolicyDocument Document, PolicyText Text)>();
        for (var i = 0; i < body.Value.Files!.Count; i++)
        {
            var (file, pointer) = (body.Value.Files[i], $"/files/{i}/text");
            var one = DraftText.Read(file.Text!, PolicyFolder.FormatOf(file.Path!)!, key: null, pointer, inside: "");
            if (one.IsRefused(out var fault)) return Refused.Because(fault with { Fields = [.. fault.Fields.Select(f => f with { Pointer = pointer, Detail = $"{f.Pointer}: {f.Detail}" })] });
            if (read.Exists(r => r.Document.Key == one.Value.Document.Key)) return Refused.Because(Twice(pointer, one.Value.Document.Key));
            read.Add((file, one.Value.Document, one.Value.Text));
        }
        var newest = await NewestAsync(work, [.. read.Select(r => r.Document.Key)]);
        var results = new List<ImportedFile>();
        foreach (var (file, document, text) in read)
        {
            if (newest.GetValueOrDefault(document.Key) is { } last && Same(last, document)) results.Add(new ImportedFile(file.Path!, document.Key, last.Number, "unchanged"));
            else
            {
                var row = await WritePolicy.NewAsync(work, book, document, text, PolicyVersionOrigin.Imported, body.Value.Summary);
                results.Add(new ImportedFile(file.Path!, row.Key, row.Number, "created"));
            }
        }
        return await work.AnswerAsync(201, new ImportedPolicies(results), Keeping.Plainly);
    }

    private static async Task<Dictionary<string, PolicyVersion>> NewestAsync(Work work, IReadOnlyList<string> keys) =>
        (await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => keys.Contains(v.Key)).ToListAsync(work.Canceled)).GroupBy(v => v.Key).ToDictionary(g => g.Key, g => g.MaxBy(v => v.Number)!, StringComparer.Ordinal);

    private static bool Same(PolicyVersion last, PolicyDocument document)
    {
        var (known, given) = (Drafts.DocumentOf(last).Json.DeepClone().AsObject(), document.Json.DeepClone().AsObject());
        known.Remove("version");
        given.Remove("version");
        return JsonNode.DeepEquals(known, given);
    }

    private static Error Twice(string pointer, string key) =>
        Error.Invalid("duplicate_policy", $"Two files hold '{key}'.", new FieldError(pointer, "duplicate_policy", $"Another file holds '{key}', too."));
}
