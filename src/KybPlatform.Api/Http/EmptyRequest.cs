namespace KybPlatform.Api.Http;

/// <summary>Nothing to say: the route is the message.</summary>
public sealed record EmptyRequest;
