namespace KybPlatform.Server.Development;

/// <summary>What keeps the platform from starting, in one sentence for the person who started it; shown without a stack trace.</summary>
internal sealed class SetupException(string message) : Exception(message);
