using System.Runtime.InteropServices;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Insights;

/// <summary>Which total of one tenant.</summary>
internal readonly record struct TotalKey(FigureFacet Facet, FigureSpan Span, DateOnly Starts, string Country, string SenderType, string Key, int Number);

/// <summary>Which count of a reason of one tenant.</summary>
internal readonly record struct ReasonKey(FigureSpan Span, DateOnly Starts, string Country, string SenderType, string Outcome, string Reason);

/// <summary>What changes add to the totals of their days and months.</summary>
internal sealed class Tally
{
    private static readonly FigureFacet[] Facets = Enum.GetValues<FigureFacet>();
    private readonly Dictionary<TotalKey, Sums> _totals = [];
    private readonly Dictionary<ReasonKey, long> _reasons = [];

    public IReadOnlyDictionary<TotalKey, Sums> Totals => _totals;

    public IReadOnlyDictionary<ReasonKey, long> Reasons => _reasons;

    public void Add(in RawFigure figure, long times)
    {
        var day = DateOnly.FromDateTime(figure.At.UtcDateTime);
        Add(figure, times, FigureSpan.Day, day);
        Add(figure, times, FigureSpan.Month, new DateOnly(day.Year, day.Month, 1));
    }

    private void Add(in RawFigure figure, long times, FigureSpan span, DateOnly starts)
    {
        foreach (var facet in Facets)
            if (figure.Of(facet) is { } by)
                (CollectionsMarshal.GetValueRefOrAddDefault(_totals, new TotalKey(facet, span, starts, figure.Country, figure.SenderType, by.Key, by.Number), out _) ??= new Sums()).Add(figure, times);
        foreach (var reason in figure.Reasons)
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, new ReasonKey(span, starts, figure.Country, figure.SenderType, SnakeCase.Of(figure.Outcome), reason), out _) += times;
    }
}
