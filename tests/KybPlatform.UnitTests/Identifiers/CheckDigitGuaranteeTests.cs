using AwesomeAssertions;
using CsCheck;
using KybPlatform.Identifiers;
using KybPlatform.Identifiers.CheckDigits;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

public sealed class CheckDigitGuaranteeTests
{
    public static TheoryData<string> GuaranteedSchemes() =>
        [.. IdentifierSchemes.All.Where(scheme => scheme.Check is { CatchesEveryDigit: true }).Select(scheme => scheme.Code)];

    public static TheoryData<string> OtherCheckedSchemes() =>
        [.. IdentifierSchemes.All.Where(scheme => scheme.Check is { CatchesEveryDigit: false }).Select(scheme => scheme.Code)];

    [Theory, MemberData(nameof(GuaranteedSchemes))]
    public void A_changed_digit_is_always_caught_where_the_family_guarantees_it(string code) =>
        Mutants(code).Where(Passes(code)).Should().BeEmpty();

    [Theory, MemberData(nameof(OtherCheckedSchemes))]
    public void A_changed_digit_is_mostly_caught_elsewhere(string code)
    {
        var mutants = Mutants(code).ToArray();

        mutants.Count(Passes(code)).Should().BeLessThan(1 + (mutants.Length / 4), "a two-variant rule may let one digit in five through");
    }

    [Fact]
    public void The_guaranteed_schemes_cover_the_classic_families() =>
        IdentifierSchemes.All.Where(scheme => scheme.Check is { CatchesEveryDigit: true }).Select(scheme => scheme.CheckFamily).Distinct()
            .Should().Contain(["luhn", "iso7064_mod_11_10", "iso7064_mod_97_10", "iso7064_mod_11_2", "weighted_mod_11", "weighted_mod_10", "verhoeff"]);

    [Fact]
    public void Luhn_catches_any_one_digit_of_any_number() => CatchesAnyDigit(9, Families.Luhn());

    [Fact]
    public void Mod_11_10_catches_any_one_digit_of_any_number() => CatchesAnyDigit(11, Families.Mod11And10());

    [Fact]
    public void Mod_97_10_catches_any_one_digit_of_any_number() => CatchesAnyDigit(20, Families.Mod97And10(), checkDigits: 2);

    [Fact]
    public void Verhoeff_catches_any_one_digit_of_any_number() => CatchesAnyDigit(12, Families.Verhoeff());

    [Fact]
    public void Weighted_mod_11_catches_any_one_digit_of_any_number() =>
        CatchesAnyDigit(9, Families.Weighted([3, 2, 7, 6, 5, 4, 3, 2], 11, Families.Complement11));

    [Fact]
    public void Mod_37_36_completes_every_body_with_exactly_one_character()
    {
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        Gen.String[Gen.Char[alphabet], 1, 20].Sample(body => alphabet.Count(c => Algorithms.Mod37And36(body + c)) == 1, iter: 500);
    }

    /// <summary>Completes random bodies to valid numbers by search, then changes one digit.</summary>
    private static void CatchesAnyDigit(int length, CheckRule rule, int checkDigits = 1)
    {
        var body = Gen.String[Gen.Char['0', '9'], length - checkDigits, length - checkDigits];
        Gen.Select(body, Gen.Int[0, length - 1], Gen.Int[1, 9]).Sample((start, at, shift) =>
        {
            var ends = checkDigits == 1 ? Enumerable.Range(0, 10).Select(d => $"{d}") : Enumerable.Range(0, 100).Select(d => $"{d:00}");
            foreach (var whole in ends.Select(end => start + end).Where(value => rule.Run(value) == true))
            {
                var changed = whole.ToCharArray();
                changed[at] = (char)('0' + ((whole[at] - '0' + shift) % 10));
                if (rule.Run(changed) == true)
                    return false;
            }

            return true;
        }, iter: 1000);
    }

    private static Func<string, bool> Passes(string code) => value => IdentifierValidator.Validate(code, value) is { FormatOk: true, ChecksumOk: true };

    private static IEnumerable<string> Mutants(string code) =>
        from example in IdentifierSchemes.Find(code)!.Examples
        let result = IdentifierValidator.Validate(code, example)
        where result.ChecksumOk == true
        from at in Checked(result)
        where char.IsAsciiDigit(result.Normalized[at])
        from digit in "0123456789"
        where digit != result.Normalized[at]
        select result.Normalized.Remove(at, 1).Insert(at, digit.ToString());

    /// <summary>Parts outside the check (a program account, a branch, a century) are left alone.</summary>
    private static IEnumerable<int> Checked(IdentifierResult result) => (result.Scheme, result.Normalized.Length) switch
    {
        ("SI:MATICNA", _) => Enumerable.Range(0, 7),
        ("HU:ANUM", _) => Enumerable.Range(0, 8),
        ("CA:BN" or "IS:KENNITALA" or "AZ:VOEN" or "ID:NPWP", _) => Enumerable.Range(0, 9),
        ("SE:VAT" or "VN:MST" or "EC:RUC", _) => Enumerable.Range(0, 10),
        ("SE:PNR", 12) => Enumerable.Range(2, 10),
        var (_, length) => Enumerable.Range(0, length),
    };
}
