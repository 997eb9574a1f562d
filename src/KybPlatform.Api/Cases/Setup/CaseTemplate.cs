using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>Something to be filled in on a case.</summary>
/// <param name="Type"><c>text</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</param>
/// <param name="Required">It must be filled before the case is approved or declined.</param>
public sealed record CaseField(string? Key, string? Label, string? Type, bool Required = false);

/// <summary>Something to be ticked on a case.</summary>
public sealed record CheckItem(string? Key, string? Label, bool Required = false);

/// <summary>Which reasons an outcome takes.</summary>
/// <param name="Allowed">Reason codes; empty for every one.</param>
/// <param name="Required">At least one has to be given.</param>
public sealed record ReasonRule(string? Outcome, IReadOnlyList<string>? Allowed, bool Required = false);

/// <summary>What is to be filled, ticked and said on cases of a kind.</summary>
public sealed class CaseTemplate : ITenantOwned, IVersioned
{
    internal static readonly Lookup<CaseTemplate> All = new("$2 = $2 ORDER BY position, id");

    public required TenantId TenantId { get; init; }
    public required CaseTemplateId Id { get; init; }
    public int Version { get; set; }
    public required string Key { get; init; }
    public required string Title { get; set; }

    /// <summary>Which cases follow it, as an expression over their facts; null for those that name it.</summary>
    public string? Rule { get; set; }

    public int Position { get; set; }
    public bool FourEyes { get; set; }

    /// <summary>JSON lists of <see cref="CaseField"/>, <see cref="CheckItem"/>, <see cref="ReasonRule"/>.</summary>
    public required string Fields { get; set; }
    public required string Checklist { get; set; }
    public required string ReasonRules { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    internal IReadOnlyList<CaseField> FieldList => StoredJson.Read<List<CaseField>>(Fields);
    internal IReadOnlyList<CheckItem> CheckItems => StoredJson.Read<List<CheckItem>>(Checklist);
    internal IReadOnlyList<ReasonRule> Rules => StoredJson.Read<List<ReasonRule>>(ReasonRules);
}

internal sealed class CaseTemplateConfiguration : IEntityTypeConfiguration<CaseTemplate>
{
    public const string KeyIndex = "ix_case_templates_key";

    public void Configure(EntityTypeBuilder<CaseTemplate> template)
    {
        template.ToTable("case_templates");
        template.HasKey(t => new { t.TenantId, t.Id });
        template.HasIndex(t => new { t.TenantId, t.Key }).IsUnique().HasDatabaseName(KeyIndex);
        template.Property(t => t.Fields).HasColumnType("jsonb");
        template.Property(t => t.Checklist).HasColumnType("jsonb");
        template.Property(t => t.ReasonRules).HasColumnType("jsonb");
    }
}
