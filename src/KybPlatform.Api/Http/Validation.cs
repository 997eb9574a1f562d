using System.Text;
using System.Text.Json;
using FluentValidation;

namespace KybPlatform.Api.Http;

/// <summary>Runs a request's validator and tells every fault with a JSON pointer.</summary>
internal static class Validation
{
    public static Error? Check<T>(IValidator<T>? validator, T value)
    {
        if (validator is null) return null;
        var result = validator.Validate(value);
        if (result.IsValid) return null;
        var faults = result.Errors.Select(e => new FieldError(PointerOf(e.PropertyName), CodeOf(e.ErrorCode), e.ErrorMessage)).ToArray();
        return Error.Invalid(faults[0].Code, faults[0].Detail, [.. faults]) with { OfShape = true };
    }

    /// <summary><c>Business.People[0].GivenName</c> becomes <c>/business/people/0/given_name</c>.</summary>
    public static string PointerOf(string property)
    {
        var pointer = new StringBuilder();
        foreach (var part in property.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
            pointer.Append('/').Append(JsonNamingPolicy.SnakeCaseLower.ConvertName(part));
        return pointer.ToString();
    }

    // FluentValidation's own codes are class names; ours are stable words.
    private static string CodeOf(string code) => code switch
    {
        "NotEmptyValidator" or "NotNullValidator" => "required",
        "MaximumLengthValidator" or "LengthValidator" => "too_long",
        "MinimumLengthValidator" => "too_short",
        "InclusiveBetweenValidator" or "GreaterThanValidator" or "GreaterThanOrEqualValidator" or "LessThanValidator" or "LessThanOrEqualValidator" => "out_of_range",
        "PredicateValidator" or "RegularExpressionValidator" => "invalid_value",
        _ when code.EndsWith("Validator", StringComparison.Ordinal) => "invalid_value",
        _ => code,
    };
}
