using System.Text;
using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>A document, as JSON or as YAML text. Its <c>version</c> may be left out: the platform gives it.</summary>
/// <param name="Document">The document as JSON.</param>
/// <param name="Yaml">The same as YAML, comments and all.</param>
/// <param name="Summary">What it is for.</param>
public sealed record PolicyDraft(JsonElement? Document, string? Yaml, string? Summary);

internal sealed class PolicyDraftValidator : AbstractValidator<PolicyDraft>
{
    public PolicyDraftValidator()
    {
        RuleFor(d => d.Document).Must((d, given) => (given is null) != (d.Yaml is null)).WithErrorCode("required").WithMessage("Give either document or yaml.");
        RuleFor(d => d.Document).Must(d => d is null or { ValueKind: JsonValueKind.Object }).WithErrorCode("invalid_type").WithMessage("Must be an object.");
        RuleFor(d => d.Yaml).MaximumLength(500_000);
        RuleFor(d => d.Summary).MaximumLength(1000);
    }
}

/// <summary>Reads what authors send.</summary>
internal static class DraftText
{
    // Words that stand where a key would in the paths of the API.
    private static readonly string[] Words = ["resolve", "coverage", "export", "import", "promote", "pack", "settings"];

    public static Result<(PolicyDocument Document, PolicyText Text)> Read(PolicyDraft given, string? key) =>
        given.Yaml is { } yaml ? Read(yaml, "yaml", key, "/yaml", inside: "") : Read(given.Document!.Value.GetRawText(), "json", key, "/document", inside: "/document");

    /// <param name="pointer">Where the text came from.</param>
    /// <param name="inside">What stands before pointers into the document.</param>
    public static Result<(PolicyDocument Document, PolicyText Text)> Read(string source, string format, string? key, string pointer, string inside)
    {
        var load = Load(source, format);
        if (load.Document is not { } document) return PolicyErrors.Unreadable(load.Issues, inside.Length > 0 ? inside : pointer);
        if (key is not null && document.Key != key) return PolicyErrors.KeyDiffers(pointer, document.Key, key);
        if (Words.Contains(document.Key)) return PolicyErrors.Reserved(pointer, document.Key);
        return (document, new PolicyText(source, format, document.Json.ToJsonString(), document.IsBase));
    }

    // Any number would do: which one it is, is known when it is kept.
    public static PolicyLoad Load(string source, string format) =>
        format == "yaml" ? PolicyLoader.FromYaml(source, version: 1) : PolicyLoader.FromJson(Encoding.UTF8.GetBytes(source), version: 1);

    /// <summary>The text with the number that the version has.</summary>
    public static PolicyText Numbered(PolicyDocument document, PolicyText text, int number)
    {
        document.Json["version"] = (long)number;
        return text with { Json = document.Json.ToJsonString() };
    }
}
