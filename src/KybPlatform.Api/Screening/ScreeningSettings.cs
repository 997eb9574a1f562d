using System.Collections.Concurrent;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Screening;

/// <summary>How a tenant wants its parties to be screened; a tenant without a row has what is usual.</summary>
public sealed class ScreeningSettings : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public int Version { get; set; }

    /// <summary>From which score on a party is a match, where the policy does not say it.</summary>
    public required double Threshold { get; set; }

    public required string ChangedBy { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
}

internal sealed class ScreeningSettingsConfiguration : IEntityTypeConfiguration<ScreeningSettings>
{
    public void Configure(EntityTypeBuilder<ScreeningSettings> settings)
    {
        settings.ToTable("screening_settings");
        settings.HasKey(s => s.TenantId);
    }
}

/// <summary>How the tenant's parties are screened.</summary>
/// <param name="Threshold">From which score on a party is a match, where the policy does not say it.</param>
/// <param name="ChangedBy">Null where nobody ever changed it.</param>
public sealed record ScreeningSettingsResource(double Threshold, string? ChangedBy, DateTimeOffset? ChangedAt);

/// <summary>The settings as they shall be.</summary>
public sealed record NewScreeningSettings(double? Threshold);

internal sealed class NewScreeningSettingsValidator : AbstractValidator<NewScreeningSettings>
{
    public NewScreeningSettingsValidator() => RuleFor(s => s.Threshold).NotNull().InclusiveBetween(ScreeningQuery.LowestThreshold, Thresholds.Highest);
}

/// <summary>Tells from which score on a party is a match. A tenant's word is remembered for some seconds.</summary>
internal sealed class Thresholds(TimeProvider clock)
{
    /// <summary>A higher one would let a slip of the pen through.</summary>
    public const double Highest = 0.95;

    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<TenantId, (double Threshold, long Since)> _known = new();

    public async ValueTask<double> OfAsync(PlatformDb db, TenantId tenant, CancellationToken ct)
    {
        if (_known.TryGetValue(tenant, out var known) && clock.GetElapsedTime(known.Since) < Remember) return known.Threshold;
        var row = await db.Set<ScreeningSettings>().AsNoTracking().SingleOrDefaultAsync(ct);
        _known[tenant] = (row?.Threshold ?? NameScorer.DefaultThreshold, clock.GetTimestamp());
        return _known[tenant].Threshold;
    }

    public void Forget(TenantId tenant) => _known.TryRemove(tenant, out _);
}

/// <summary>Reads and changes how parties are screened.</summary>
internal static class ChangeScreeningSettings
{
    public static void Map(RouteGroupBuilder screening)
    {
        screening.MapGet("/settings", GetAsync).Requires(Scopes.ScreeningRead).Versioned().WithSummary("How parties are screened").Produces<ScreeningSettingsResource>();
        screening.MapPut("/settings", PutAsync).Requires(Scopes.TenantManage).Versioned().WithSummary("Change how parties are screened").Produces<ScreeningSettingsResource>()
            .ProducesRefusals(400, 409, 413, 415, 422).ExampleRequest("""{ "threshold": 0.85 }""");
    }

    private static async Task<IResult> GetAsync(Work work)
    {
        var settings = await work.Db.Set<ScreeningSettings>().AsNoTracking().SingleOrDefaultAsync(work.Canceled);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static async Task<IResult> PutAsync(Body<NewScreeningSettings> body, Work work, Thresholds thresholds, HttpContext http)
    {
        var (by, wanted) = (work.Caller.Actor.ToString(), body.Value.Threshold!.Value);
        var settings = await work.Db.Set<ScreeningSettings>().SingleOrDefaultAsync(work.Canceled);
        if (ETags.Check(http, settings) is { } changed) return Refused.Because(changed);
        var before = settings?.Threshold ?? NameScorer.DefaultThreshold;
        if (settings is null) work.Db.Add(settings = new ScreeningSettings { TenantId = work.Tenant, Threshold = wanted, ChangedBy = by, ChangedAt = work.Now });
        (settings.Threshold, settings.ChangedBy, settings.ChangedAt) = (wanted, by, work.Now);
        work.Record("screening_settings.changed", work.Tenant.ToString(), details: new { threshold = wanted, before });
        await work.Db.CommitAsync(work.Canceled);
        thresholds.Forget(work.Tenant);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static ScreeningSettingsResource View(ScreeningSettings? settings) => new(settings?.Threshold ?? NameScorer.DefaultThreshold, settings?.ChangedBy, settings?.ChangedAt);
}
