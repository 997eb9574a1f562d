using PhoneNumbers;

namespace KybPlatform.Identifiers.Contacts;

/// <summary>Kinds of numbers as numbering plans tell them apart; many plans do not part fixed from mobile.</summary>
public enum PhoneType
{
    Unknown,
    FixedLine,
    Mobile,
    FixedLineOrMobile,
    TollFree,
    PremiumRate,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,
    Uan,
    Voicemail,
}

/// <summary>What a phone number's digits say. Whether it answers, or whose it is, only a call or a carrier lookup can tell.</summary>
/// <param name="E164">International form, <c>+</c> and digits; null when the text could not be read as a number.</param>
/// <param name="Valid">The number lies in a range the country's plan has assigned.</param>
/// <param name="Possible">The length is right for the country; true also for new ranges that the shipped plan does not know.</param>
/// <param name="Type">What kind of line the range serves; unknown unless valid.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null when unreadable, not valid, or of no single country (+800, +883).</param>
/// <param name="Extension">Digits after "ext."; not part of E.164.</param>
/// <param name="ReasonCode">Null when valid; otherwise one of the codes in <see cref="PhoneNumbers"/>.</param>
public sealed record PhoneNumberResult(string? E164, bool Valid, bool Possible, PhoneType Type, string? Country, string? Extension, string? ReasonCode)
{
    /// <summary>The number is personal data; text forms never show it.</summary>
    public override string ToString() => $"phone {Country ?? "?"} {ReasonCode ?? "ok"}";
}

/// <summary>Reads phone numbers by the numbering plans of libphonenumber. Pure and total: no input throws. The plans age: the package is to be updated monthly.</summary>
public static class PhoneNumbers
{
    public const string Empty = "phone_empty";
    public const string TooLong = "phone_too_long";
    public const string CountryNeeded = "phone_country_needed";
    public const string NotANumber = "phone_not_a_number";
    public const string InvalidLength = "phone_invalid_length";
    public const string NotAssigned = "phone_not_assigned";

    private const int MaxInput = 100;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>Reads a number as written.</summary>
    /// <param name="raw">International with <c>+</c> (or the country's exit code), or national.</param>
    /// <param name="defaultCountry">Country of national numbers; ignored for international ones. Null: national numbers cannot be read.</param>
    public static PhoneNumberResult Parse(string? raw, string? defaultCountry = null)
    {
        if (string.IsNullOrWhiteSpace(raw))
            return Unreadable(Empty);
        if (raw.Length > MaxInput)
            return Unreadable(TooLong);
        try
        {
            return Describe(Plans.Parse(raw, defaultCountry?.Trim().ToUpperInvariant()));
        }
        catch (NumberParseException e)
        {
            return Unreadable(ReasonOf(e.ErrorType));
        }
    }

    private static PhoneNumberResult Describe(PhoneNumber number)
    {
        var valid = Plans.IsValidNumber(number);
        var possible = Plans.IsPossibleNumber(number);
        var region = valid ? Plans.GetRegionCodeForNumber(number) : null;
        return new PhoneNumberResult(
            Plans.Format(number, PhoneNumberFormat.E164),
            valid,
            possible,
            valid ? TypeOf(Plans.GetNumberType(number)) : PhoneType.Unknown,
            region is { Length: 2 } && region != "ZZ" ? region : null,
            number.HasExtension ? number.Extension : null,
            valid ? null : possible ? NotAssigned : InvalidLength);
    }

    private static string ReasonOf(ErrorType error) => error switch
    {
        ErrorType.INVALID_COUNTRY_CODE => CountryNeeded,
        ErrorType.TOO_LONG or ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => InvalidLength,
        _ => NotANumber,
    };

    private static PhoneType TypeOf(PhoneNumberType type) => type switch
    {
        PhoneNumberType.FIXED_LINE => PhoneType.FixedLine,
        PhoneNumberType.MOBILE => PhoneType.Mobile,
        PhoneNumberType.FIXED_LINE_OR_MOBILE => PhoneType.FixedLineOrMobile,
        PhoneNumberType.TOLL_FREE => PhoneType.TollFree,
        PhoneNumberType.PREMIUM_RATE => PhoneType.PremiumRate,
        PhoneNumberType.SHARED_COST => PhoneType.SharedCost,
        PhoneNumberType.VOIP => PhoneType.Voip,
        PhoneNumberType.PERSONAL_NUMBER => PhoneType.PersonalNumber,
        PhoneNumberType.PAGER => PhoneType.Pager,
        PhoneNumberType.UAN => PhoneType.Uan,
        PhoneNumberType.VOICEMAIL => PhoneType.Voicemail,
        _ => PhoneType.Unknown,
    };

    private static PhoneNumberResult Unreadable(string reason) => new(null, false, false, PhoneType.Unknown, null, null, reason);
}
