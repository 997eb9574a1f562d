using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Registers;

/// <summary>
/// Looks into datasets that have every number of the scheme first, then asks connected registers, then looks into datasets that know some. Only a complete and
/// fresh issue, or the register itself, can say that something is not registered; and where the register can be asked, an issue does not say it alone: it is older.
/// </summary>
internal sealed class RegisterDesk(RegisterBook book, IEnumerable<IOnlineRegister> online, TimeProvider clock) : IRegisterDesk
{
    private readonly IReadOnlyList<IOnlineRegister> _online = [.. online.OrderByDescending(o => o.Authoritative)];
    private static readonly IReadOnlySet<string> Every = IdentifierSchemes.All.Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
    private volatile KnownSchemes? _schemes;

    public IReadOnlySet<string> Schemes
    {
        get
        {
            // Not knowing which datasets there are must not look like having none: a check would be left out.
            if (book.Ready is not { } ready) return Every;
            if (_schemes is { } known && ReferenceEquals(known.For, ready)) return known.Schemes;
            var schemes = ready.SelectMany(i => i.Schemes).Concat(_online.SelectMany(o => o.Schemes)).ToHashSet(StringComparer.Ordinal);
            _schemes = new KnownSchemes(ready, schemes);
            return schemes;
        }
    }

    public string? DataVersion(string scheme)
    {
        var imports = (book.Ready ?? []).Where(i => i.Schemes.Length == 0 || i.Schemes.Contains(scheme)).Select(i => i.Id.ToString()).ToList();
        return imports.Count == 0 ? null : $"{scheme}@{string.Join('+', imports)}";
    }

    public async Task<RegisterFinding> LookUpAsync(RegisterQuestion question, CancellationToken ct)
    {
        var datasets = (await book.ReadyAsync(ct)).Where(i => i.Schemes.Contains(question.Scheme)).ToList();
        RegisterFinding? doubtful = null, absent = null, silent = null;
        foreach (var import in datasets.Where(i => i.Exhaustive.Contains(question.Scheme)))
        {
            var finding = await LookIntoAsync(import, question, ct);
            if (finding is { Result: LookUpResult.Found, Source.Usable: true }) return finding;
            if (finding is { Result: LookUpResult.NotFound, Source.Usable: true }) absent ??= finding;
            else doubtful = Better(doubtful, finding);
        }
        foreach (var register in _online.Where(o => o.Schemes.Contains(question.Scheme) && (absent is null || o.Authoritative)))
        {
            // A new issue of the dataset, where there is one, is reason to ask again.
            var finding = await register.AskAsync(question, ct) with { DataVersion = absent?.DataVersion };
            if (finding.Result is LookUpResult.Found || (finding.Result is LookUpResult.NotFound && register.Authoritative)) return finding;
            if (finding.Result is not LookUpResult.Unavailable) continue;
            doubtful = Better(doubtful, finding);
            silent ??= finding;
        }
        if (absent is not null) return silent is null ? absent : absent with { Trouble = silent.Trouble ?? silent.Reason };
        foreach (var import in datasets.Where(i => !i.Exhaustive.Contains(question.Scheme)))
        {
            var finding = await LookIntoAsync(import, question, ct);
            if (finding is { Result: LookUpResult.Found, Source.Usable: true }) return finding;
            if (finding.Result != LookUpResult.NotFound) doubtful = Better(doubtful, finding);
        }
        return doubtful ?? RegisterFinding.Unavailable("register_no_answer", retry: false);
    }

    private async Task<RegisterFinding> LookIntoAsync(DatasetImport import, RegisterQuestion question, CancellationToken ct)
    {
        var source = SourceOf(import);
        var records = await book.FindAsync(import, question.Scheme, question.Value, ct);
        var version = DataVersion(question.Scheme);
        if (!source.Usable && question.Live)
            return RegisterFinding.Unavailable(import.Complete ? "register_stale" : "register_incomplete", retry: false, source) with { DataVersion = version, Record = records.Count == 0 ? null : records[0] };
        if (records.Count == 0) return new RegisterFinding(LookUpResult.NotFound, null, source, DataVersion: version);
        return new RegisterFinding(LookUpResult.Found, await WithParentsAsync(Merged(records), ct), source, DataVersion: version);
    }

    // In a test tenant old data says something; else it counts who may still answer by himself.
    private static RegisterFinding Better(RegisterFinding? former, RegisterFinding next) =>
        former is null || (former.Result == LookUpResult.Unavailable && (next.Result != LookUpResult.Unavailable || (next.Retry && !former.Retry))) ? next : former;

    internal RegisterSource SourceOf(DatasetImport import)
    {
        var fresh = import.PublishedAt is { } at && clock.GetUtcNow() - at <= TimeSpan.FromDays(import.MaxAgeDays);
        return new RegisterSource(import.DatasetKey, import.Publisher, import.Id.ToString(), import.PublishedAt, import.Complete, import.Complete && fresh);
    }

    // A file that has a number twice is believed where it agrees with itself; else the worse word stands.
    private static RegisterRecord Merged(IReadOnlyList<RegisterRecord> records) =>
        records.Count == 1 ? records[0] : records.FirstOrDefault(r => r.Status is not RegisterStatus.Active) ?? records[0] with { Names = [.. records.SelectMany(r => r.Names).Distinct()] };

    /// <summary>Who owns it, where another dataset tells that by the LEI.</summary>
    private async Task<RegisterRecord> WithParentsAsync(RegisterRecord record, CancellationToken ct)
    {
        if (record.Numbers.FirstOrDefault(n => n.Scheme == GleifRecords.Lei) is not { } lei) return record;
        var parties = new List<RegisterParty>(record.Parties ?? []);
        foreach (var import in (book.Ready ?? []).Where(i => i.Schemes.Length == 0))
            foreach (var link in await book.FindAsync(import, lei.Scheme, lei.Value, ct))
                foreach (var party in link.Parties ?? []) parties.Add(await NamedAsync(party, ct));
        return parties.Count == 0 ? record : record with { Parties = parties };
    }

    private async Task<RegisterParty> NamedAsync(RegisterParty party, CancellationToken ct)
    {
        if (party is not { Name: null, Number: { } number }) return party;
        foreach (var import in (book.Ready ?? []).Where(i => i.Schemes.Contains(number.Scheme)))
            if (await book.FindAsync(import, number.Scheme, number.Value, ct) is [{ Names: [var name, ..] }, ..]) return party with { Name = name.Name };
        return party;
    }

    private sealed record KnownSchemes(IReadOnlyList<DatasetImport> For, IReadOnlySet<string> Schemes);
}
