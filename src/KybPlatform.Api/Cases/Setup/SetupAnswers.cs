using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>What queues, templates and calendars have in common.</summary>
internal static class SetupAnswers
{
    public static IRuleBuilderOptions<T, string?> AKey<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().Matches("^[a-z][a-z0-9_]{0,59}$").WithErrorCode("malformed_key").WithMessage("Small letters, digits and underscores, 60 at most, a letter first.");

    public static IRuleBuilderOptions<T, string?> ARule<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(4000).Must(r => r is null || CaseRule.Check(r) is null).WithErrorCode("invalid_rule")
            .WithMessage((_, r) => CaseRule.Check(r!)!);

    public static Error KeyStays(string key) => Error.Invalid("key_differs", $"The key is '{key}'.", new FieldError("/key", "key_differs", "A key stays."));

    public static async Task<IResult> AddedAsync<T>(Work work, T resource, string location, IVersioned row, string keyIndex)
    {
        try
        {
            return await work.AnswerAsync(201, resource, Keeping.Plainly, location, row);
        }
        catch (ConflictException taken) when (taken.Constraint == keyIndex)
        {
            return await work.RefuseAsync(Error.Conflict("already_exists", "There is one of this key."));
        }
    }

    public static async Task<IResult> DeletedAsync(Work work)
    {
        try
        {
            return await work.AnswerAsync<object?>(204, null, Keeping.Plainly);
        }
        catch (ConflictException used) when (used.Kind is Conflict.Missing)
        {
            return Refused.Because(Error.Conflict("in_use", "Something names it."));
        }
    }
}
