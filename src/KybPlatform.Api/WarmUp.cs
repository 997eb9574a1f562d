using KybPlatform.Api.Persistence;
using KybPlatform.Identifiers.Contacts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api;

/// <summary>
/// Does beside the start what the first submission would otherwise wait for: rules, numbering plans, the model of the database.
/// What fails here fails again, and is told, where it is needed.
/// </summary>
public static class WarmUp
{
    /// <summary>What needs nothing but this program; begun as early as can be.</summary>
    public static void Begin()
    {
        Try(() =>
        {
            var packs = PolicyCatalog.LoadPacks();
            if (packs.All.FirstOrDefault(p => p.Tests.Count > 0) is { } policy) PolicyTestRunner.Run(policy);
        });
        Try(() => PhoneNumbers.Parse("+442079460018"));
    }

    /// <summary>What needs the program's services.</summary>
    public static void Begin(IServiceProvider services) => Try(() =>
    {
        using var scope = services.CreateScope();
        foreach (var type in scope.ServiceProvider.GetRequiredService<PlatformDb>().Model.GetEntityTypes())
        {
            RowWriter.For(type);
            if (type.ClrType.IsAssignableTo(typeof(ITenantOwned))) RowReader.For(type);
        }
    });

    private static void Try(Action action) => _ = Task.Run(() =>
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Told where it is needed.
        }
    });
}
