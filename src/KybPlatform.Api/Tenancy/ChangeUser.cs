using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Tenancy;

/// <summary>What changes about a user; what is missing stays. Nothing of a user can be removed.</summary>
public sealed record UserChanges(string? Name, string? Email, IReadOnlyList<string>? Roles);

internal sealed class UserChangesValidator : AbstractValidator<UserChanges>
{
    public UserChangesValidator()
    {
        RuleFor(u => u.Name).NotEmpty().MaximumLength(200).When(u => u.Name is not null);
        RuleFor(u => u.Email).NotEmpty().AnEmail().When(u => u.Email is not null);
        RuleFor(u => u.Roles).NotEmpty().When(u => u.Roles is not null);
        RuleForEach(u => u.Roles).ARole();
    }
}

internal static class ChangeUser
{
    public static void Map(RouteGroupBuilder users) =>
        users.MapPatch("/{id}", HandleAsync).Requires(Scopes.UsersManage).Versioned().Refuses(409, TenancyErrors.EmailTaken.Code, TenancyErrors.EmailTaken.Detail)
            .WithSummary("Change a user's name, e-mail or roles").Produces<UserResource>().ProducesRefusals(400, 404, 422);

    private static async Task<IResult> HandleAsync(string id, Body<UserChanges> body, HttpContext http, Work work, SubjectVault vault, BlindIndex index, CallerDirectory directory, IEnumerable<IFollowsUsers> followers)
    {
        if (MergePatch.Removals(body.Raw) is { } removal) return Refused.Because(removal);
        if (await ReadUsers.FindAsync(work, id) is not { } user) return Refused.Because(TenancyErrors.NoUser);
        if (ETags.Check(http, user) is { } stale) return Refused.Because(stale);

        var ring = await UserResource.RingAsync(work, vault, user);
        var (changes, given) = (new List<string>(), body.Value);
        if (given.Name is { } name) Change("name", () => UserResource.SetName(user, name, ring));
        if (given.Email is { } email) Change("email", () => UserResource.SetEmail(user, email, ring, index));
        if (given.Roles is { } roles) Change("roles", () => user.Roles = [.. roles.Distinct()]);
        if (changes.Contains("roles"))
            foreach (var follower in followers) follower.Changed(work, user.Id.Value);
        if (changes.Count > 0) work.Record("user.changed", user.Id.ToString(), details: new { changed = changes, roles = user.Roles });
        try
        {
            var answer = await work.AnswerAsync(200, UserResource.From(user, ring), new Keeping([user.Id.Value]), etag: user);
            directory.Forget();
            return answer;
        }
        catch (ConflictException taken) when (taken.Constraint == UserConfiguration.EmailIndex)
        {
            return await work.RefuseAsync(TenancyErrors.EmailTaken);
        }

        void Change(string field, Action set)
        {
            set();
            changes.Add(field);
        }
    }
}
