using KybPlatform.Api.Http;

namespace KybPlatform.Api.Tenancy;

internal static class TenancyErrors
{
    public static Error NoKey => Error.NotFound("API key");
    public static Error NoUser => Error.NotFound("user");

    public static Error EmailTaken => At(Error.Conflict("email_taken", "Another user of this tenant has this e-mail address."), "/email");

    public static Error UnknownUser => At(Error.Invalid("unknown_user", "There is no such user."), "/user_id");

    public static Error KeyOfAnother => Error.Forbidden(
        "key_of_another_person", "A user makes and rotates keys for nobody but themselves: whoever holds a key acts as the person it is bound to.");

    public static Error ServiceKeyManagingKeys => Error.Forbidden(
        "service_key_manages_keys", "A user holds no service key that manages keys: it could make keys that act as other people.");

    public static Error KeyNotActive => Error.Conflict("key_not_active", "The key is revoked or expired.");

    public static Error PastExpiry => At(Error.Invalid("out_of_range", "expires_at must be in the future."), "/expires_at");

    public static Error ScopesNotHeld(IEnumerable<(int Index, string Scope)> beyond) => new("scope_not_held", ErrorKind.Forbidden, "A key gives no scope that it does not hold itself.",
        [.. beyond.Select(b => new FieldError($"/scopes/{b.Index}", "scope_not_held", $"The calling key lacks {b.Scope}."))]);

    public static Error LimitNotHeld(string pointer, string detail) =>
        new("limit_not_held", ErrorKind.Forbidden, "A key gives no secret that works for longer or from elsewhere than it does itself.", [new FieldError(pointer, "limit_not_held", detail)]);

    public static Error ScopesBeyondRoles(IEnumerable<(int Index, string Scope)> beyond) => new("scope_beyond_roles", ErrorKind.Invalid, "A user's key has no scope that the user's roles lack.",
        [.. beyond.Select(b => new FieldError($"/scopes/{b.Index}", "scope_beyond_roles", $"No role of the user gives {b.Scope}."))]);

    private static Error At(Error error, string pointer) => error with { Fields = [new FieldError(pointer, error.Code, error.Detail)] };
}
