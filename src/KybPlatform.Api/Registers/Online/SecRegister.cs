using System.Text;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>EDGAR of the Securities and Exchange Commission: who files with it. It asks callers to name themselves with an address.</summary>
internal sealed class SecRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "U.S. Securities and Exchange Commission", "https://data.sec.gov/")
{
    public override IReadOnlyList<string> Schemes { get; } = [SecRecords.Cik];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct) =>
        One(await GetAsync(question, $"submissions/CIK{question.Value.PadLeft(10, '0')}.json", ct), SecRecords.OfSubmissions);

    // The files lie in a store that answers in XML; the filing system's own pages, also those of its maintenance, are HTML.
    protected override bool SaysNotFound(LineAnswer answer) =>
        answer is { MediaType: "application/xml" or "text/xml", Body.Length: < 4096 } && Encoding.UTF8.GetString(answer.Body.Span).Contains("<Code>NoSuchKey</Code>", StringComparison.Ordinal);
}
