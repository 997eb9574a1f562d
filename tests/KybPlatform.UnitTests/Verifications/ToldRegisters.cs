using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>Registers that answer what they are told to, and remember what they were asked.</summary>
internal sealed class ToldRegisters(params (string Scheme, RegisterFinding Finding)[] answers) : IRegisterDesk
{
    public static readonly RegisterSource Fresh = new("companies_house", "Companies House", "dsi_1", Asked.Now.AddDays(-3), Complete: true, Usable: true);

    public List<string> WasAsked { get; } = [];

    public IReadOnlySet<string> Schemes { get; } = answers.Select(a => a.Scheme).ToHashSet();

    public string? DataVersion(string scheme) => Schemes.Contains(scheme) ? $"{scheme}@dsi_1" : null;

    public Task<RegisterFinding> LookUpAsync(RegisterQuestion question, CancellationToken ct)
    {
        WasAsked.Add($"{question.Scheme} {question.Value}");
        return Task.FromResult(answers.FirstOrDefault(a => a.Scheme == question.Scheme).Finding ?? RegisterFinding.Unavailable("register_no_answer", retry: false));
    }

    public static RegisterFinding Found(RegisterStatus status = RegisterStatus.Active, string name = "EXAMPLE HARBOUR LTD", string? doubt = null, RegisterSource? source = null) => new(
        LookUpResult.Found,
        new RegisterRecord(
            [new RegisterNumber("GB:CRN", "01234567")], [new RegisterName(name, RegisterNameKind.Legal), new RegisterName("EXAMPLE QUAY LTD", RegisterNameKind.Former)], status, null,
            [new RegisterAddress(RegisterAddressKind.Registered, ["1 EXAMPLE STREET"], "LONDON", null, "ZZ99 9ZZ", "GB")], IncorporatedOn: new DateOnly(2009, 5, 1), Doubt: doubt),
        source ?? Fresh, DataVersion: "GB:CRN@dsi_1");

    public static RegisterFinding NotFound => new(LookUpResult.NotFound, null, Fresh, DataVersion: "GB:CRN@dsi_1");
}
