using System.Buffers;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>A full address in the right place. Of several paths one is enough; the best counts.</summary>
internal sealed class AddressCheck : CompiledRequirement
{
    /// <summary>How PO boxes are written in the languages of the packs. Abbreviations that are also street names stay out.</summary>
    private static readonly SearchValues<string> PoBoxWords = SearchValues.Create(
        [
            "po box", "p.o. box", "p.o.box", "p o box", "p. o. box", "post office box", "pobox", "postfach", "postbus", "postboks", "postlåda", "boite postale", "boîte postale",
            "apartado postal", "apartado de correos", "casella postale", "caixa postal", "casilla de correo",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly FactPath Country = new("country");
    private readonly AddressRequirement _address;
    private readonly FactPath[] _paths;

    public AddressCheck(AddressRequirement address, Condition? when) : base(address, when)
    {
        _address = address;
        _paths = [.. address.Paths.Select(p => new FactPath(p))];
    }

    public override IEnumerable<string> CollectedPaths => _address.Paths;

    protected override RequirementResult Check(EvaluationContext context)
    {
        var best = Read(context, _paths[0], context.Findings());
        for (var i = 1; i < _paths.Length && best.Worst != RequirementOutcome.Passed; i++)
        {
            var next = Read(context, _paths[i], context.Other(best));
            if (next.Worst < best.Worst) best = next;
        }

        return best.Result(this);
    }

    private Findings Read(EvaluationContext context, FactPath path, Findings findings)
    {
        if (path.Read(context.Root) is not FactObject address)
        {
            findings.Missing(path.Text, "address_missing");
            return findings;
        }

        foreach (var field in _address.Fields)
        {
            if (string.IsNullOrWhiteSpace(address.Text(field))) findings.Missing($"{path.Text}.{field}", "address_missing");
        }

        if (!_address.PoBox && (IsPoBox(address.Text("line1")) || IsPoBox(address.Text("line2")))) findings.Fail(path.Text + ".line1", "address_po_box");
        Place(context, path.Text, address, findings);
        if (findings.Worst == RequirementOutcome.Passed) findings.Pass(path.Text);
        return findings;
    }

    private static bool IsPoBox(string? line) => line is not null && line.AsSpan().ContainsAny(PoBoxWords);

    private void Place(EvaluationContext context, string path, FactObject address, Findings findings)
    {
        if (address.Text("country") is not { } country)
        {
            if (!_address.Fields.Contains("country") && (_address.Scope != AddressScope.Any || _address.Countries.Count > 0)) findings.Missing(path + ".country", "address_missing");
            return;
        }

        if (_address.Countries.Count > 0 && !_address.Countries.Contains(country)) findings.Fail(path + ".country", "address_outside_country", string.Join(" | ", _address.Countries), address.Find("country"));
        if (_address.Scope == AddressScope.Any) return;
        if ((Country.Read(context.Root) as CelString)?.Value is not { } here) findings.Unknown(path + ".country", "expression_unknown", "country");
        else if (_address.Scope == AddressScope.Foreign && country == here) findings.Fail(path + ".country", "address_inside_country", null, address.Find("country"));
        else if (_address.Scope != AddressScope.Foreign && country != here) findings.Fail(path + ".country", "address_outside_country", here, address.Find("country"));
        else if (_address.Scope == AddressScope.InArea) Area(path, address, findings);
    }

    private void Area(string path, FactObject address, Findings findings)
    {
        if (_address.Area is not { } area)
        {
            findings.Unknown(path, "address_area_unknown");
            return;
        }

        if (Is(area.Regions, address.Text("region")) || Is(area.Cities, address.Text("city"))) return;
        var postalCode = address.Text("postal_code")?.Replace(" ", "", StringComparison.Ordinal);
        if (postalCode is not null && area.PostalPrefixes.Any(p => postalCode.StartsWith(p, StringComparison.OrdinalIgnoreCase))) return;
        var missing = area.PostalPrefixes.Count > 0 && postalCode is null ? "postal_code" : area.Regions.Count > 0 && address.Text("region") is null ? "region" : null;
        if (missing is not null) findings.Missing($"{path}.{missing}", "address_missing");
        else findings.Fail(path, "address_outside_area");
    }

    private static bool Is(IReadOnlyList<string> names, string? given) => given is not null && names.Contains(given, StringComparer.OrdinalIgnoreCase);
}
