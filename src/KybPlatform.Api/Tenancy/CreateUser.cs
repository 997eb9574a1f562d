using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Tenancy;

/// <summary>A new person who works for the tenant.</summary>
public sealed record NewUser(string? Name, string? Email, IReadOnlyList<string>? Roles);

internal sealed class NewUserValidator : AbstractValidator<NewUser>
{
    public NewUserValidator()
    {
        RuleFor(u => u.Name).NotEmpty().MaximumLength(200);
        RuleFor(u => u.Email).NotEmpty().AnEmail();
        RuleFor(u => u.Roles).NotEmpty();
        RuleForEach(u => u.Roles).ARole();
    }
}

internal static class UserRules
{
    /// <summary>One at sign with something on both sides and no blanks: whether mail arrives is not for a pattern to say.</summary>
    public static IRuleBuilderOptions<T, string?> AnEmail<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(254).Must(e => e is null || (e.Trim().Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !e.Trim().Any(char.IsWhiteSpace)))
            .WithErrorCode("invalid_email").WithMessage("Not an e-mail address.");

    public static IRuleBuilderOptions<T, string> ARole<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(r => Roles.All.Contains(r)).WithErrorCode("unknown_value")
            .WithMessage((_, r) => $"Not one of {string.Join(", ", Roles.All)}.{Nearest.Hint(r, Roles.All)}");
}

internal static class CreateUser
{
    public static void Map(RouteGroupBuilder users) =>
        users.MapPost("", HandleAsync).Requires(Scopes.UsersManage).Idempotent().Refuses(409, TenancyErrors.EmailTaken.Code, TenancyErrors.EmailTaken.Detail)
            .WithSummary("Add a user").Produces<UserResource>(201).ProducesRefusals(400, 422);

    private static async Task<IResult> HandleAsync(Body<NewUser> body, Work work, SubjectVault vault, BlindIndex index)
    {
        var given = body.Value;
        var user = new User
        {
            TenantId = work.Tenant,
            Id = PublicId.New<UserId>(work.Now),
            Roles = [.. given.Roles!.Distinct()],
            CreatedAt = work.Now,
            CreatedBy = work.Caller.Actor.ToString(),
        };
        vault.Create(work.Db, work.Tenant, user.Id.Value, work.Now);
        var ring = await UserResource.RingAsync(work, vault, user);
        UserResource.SetName(user, given.Name!, ring);
        UserResource.SetEmail(user, given.Email!, ring, index);
        work.Db.Add(user);
        work.Record("user.created", user.Id.ToString(), details: new { roles = user.Roles });
        try
        {
            return await work.AnswerAsync(201, UserResource.From(user, ring), new Keeping([user.Id.Value]), $"/v1/users/{user.Id}", user);
        }
        catch (ConflictException taken) when (taken.Constraint == UserConfiguration.EmailIndex)
        {
            return await work.RefuseAsync(TenancyErrors.EmailTaken);
        }
    }
}
