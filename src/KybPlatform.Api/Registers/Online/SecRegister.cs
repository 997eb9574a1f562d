using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>EDGAR of the Securities and Exchange Commission: who files with it. It asks callers to name themselves with an address.</summary>
internal sealed class SecRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "U.S. Securities and Exchange Commission", "https://data.sec.gov/")
{
    public override IReadOnlyList<string> Schemes { get; } = [SecRecords.Cik];

    public override async Task<RegisterFinding> AskAsync(RegisterQuestion question, CancellationToken ct) =>
        One(await GetAsync(question, $"submissions/CIK{question.Value.PadLeft(10, '0')}.json", ct), SecRecords.OfSubmissions);
}
