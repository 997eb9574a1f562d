using KybPlatform.Api.Decisions.Contracts;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>Decisions added up.</summary>
internal sealed class Sums
{
    public long Decisions { get; private set; }
    public long Approved { get; private set; }
    public long Declined { get; private set; }
    public long InReview { get; private set; }
    public long InformationRequested { get; private set; }
    public long ByPerson { get; private set; }
    public long StraightThrough { get; private set; }
    public Durations Wall { get; } = new();
    public Durations Own { get; } = new();

    /// <param name="times">Negative for one that is taken away.</param>
    public void Add(in RawFigure figure, long times)
    {
        Decisions += times;
        if (figure.ByPerson) ByPerson += times;
        if (figure.StraightThrough) StraightThrough += times;
        switch (figure.Outcome)
        {
            case DecisionOutcome.Approve: Approved += times; break;
            case DecisionOutcome.Decline: Declined += times; break;
            case DecisionOutcome.Review: InReview += times; break;
            case DecisionOutcome.RequestInformation: InformationRequested += times; break;
        }
        if (figure.Outcome is not (DecisionOutcome.Approve or DecisionOutcome.Decline)) return;
        Wall.Add(figure.WallMs, times);
        Own.Add(figure.OwnMs, times);
    }

    public void Add(Sums other)
    {
        (Decisions, Approved, Declined, InReview) = (Decisions + other.Decisions, Approved + other.Approved, Declined + other.Declined, InReview + other.InReview);
        (InformationRequested, ByPerson, StraightThrough) = (InformationRequested + other.InformationRequested, ByPerson + other.ByPerson, StraightThrough + other.StraightThrough);
        Wall.Add(other.Wall);
        Own.Add(other.Own);
    }

    /// <summary>The columns of a total, in the order in which <see cref="Add(NpgsqlDataReader, int)"/> reads them.</summary>
    public const string Columns = "decisions, approved, declined, in_review, information_requested, by_person, straight_through, wall, own";

    /// <summary>Adds the total that a row holds from this column on.</summary>
    public void Add(NpgsqlDataReader row, int at)
    {
        (Decisions, Approved, Declined, InReview) = (Decisions + row.GetInt64(at), Approved + row.GetInt64(at + 1), Declined + row.GetInt64(at + 2), InReview + row.GetInt64(at + 3));
        (InformationRequested, ByPerson, StraightThrough) = (InformationRequested + row.GetInt64(at + 4), ByPerson + row.GetInt64(at + 5), StraightThrough + row.GetInt64(at + 6));
        Wall.Read(row.GetFieldValue<byte[]>(at + 7));
        Own.Read(row.GetFieldValue<byte[]>(at + 8));
    }
}
