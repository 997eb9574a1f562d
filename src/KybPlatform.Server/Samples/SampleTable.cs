using System.Globalization;

namespace KybPlatform.Server.Samples;

/// <summary>The samples' results, a row as each is decided, with a line below that says what is being vetted.</summary>
internal sealed class SampleTable(TextWriter output, bool live, int width, int total)
{
    private const int Applicant = 36;
    private const int Sender = 19;
    private const int Outcome = 18;
    private int _done;

    public void Head()
    {
        output.WriteLine($"  {"applicant",-Applicant} {"sender",-Sender} {"outcome",-Outcome} {"ms",5}  why");
        output.WriteLine("  " + new string('─', Math.Min(width - 3, 110)));
    }

    public void Working(Sample sample)
    {
        if (!live) return;
        var bar = new string('█', _done * 20 / total).PadRight(20, '░');
        output.Write("\r" + Fit(string.Create(CultureInfo.InvariantCulture, $"  {bar} {_done}/{total}  vetting {sample.Label} …"), width - 1));
        output.Flush();
    }

    public void Row(Sample sample, SampleOutcome outcome, long milliseconds)
    {
        _done++;
        var left = string.Create(CultureInfo.InvariantCulture,
            $"  {Fit(sample.Label, Applicant)} {Fit($"{sample.Country} {sample.SenderType}", Sender)} {Fit(outcome.Status, Outcome)} {milliseconds,5}  ");
        output.WriteLine((live ? "\r" : "") + left + Cut(outcome.Why, Math.Max(20, width - left.Length - 1)) + (live ? new string(' ', Math.Max(0, width - left.Length - outcome.Why.Length - 1)) : ""));
    }

    public void Sum(IReadOnlyCollection<(SampleOutcome Outcome, long Milliseconds)> results)
    {
        if (live) output.Write("\r" + new string(' ', width - 1) + "\r");
        var counts = results.GroupBy(r => r.Outcome.Status).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        var ordered = results.Select(r => r.Milliseconds).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {results.Count} submissions: {string.Join(", ", counts)}; median {ordered[ordered.Count / 2]} ms"));
    }

    private static string Fit(string text, int length) => Cut(text, length).PadRight(length);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
