using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Documents;

/// <summary>Keeps contents on a local disk: written to a file of their own, flushed to the disk, then moved to where they stay.</summary>
internal sealed class DiskDocumentStore(string folder) : IDocumentStore
{
    private string Incoming => Path.Combine(folder, "incoming");

    public Task<IDocumentDraft> BeginAsync(TenantId tenant, CancellationToken ct)
    {
        DurableFolder.Ensure(Incoming);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return Task.FromResult<IDocumentDraft>(new Draft(Path.Combine(Incoming, name), PlaceOf(tenant, name), name));
    }

    public Task<Stream> OpenAsync(TenantId tenant, string name, CancellationToken ct) => Task.FromResult<Stream>(
        new FileStream(PlaceOf(tenant, name), new FileStreamOptions { Mode = FileMode.Open, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }));

    public Task RemoveAsync(TenantId tenant, string name, CancellationToken ct)
    {
        File.Delete(PlaceOf(tenant, name));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<(TenantId Tenant, string Name)> KeptBeforeAsync(DateTimeOffset instant, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var tenants in Directory.EnumerateDirectories(folder))
        {
            if (!Guid.TryParseExact(Path.GetFileName(tenants), "N", out var tenant)) continue;
            foreach (var file in Directory.EnumerateFiles(tenants, "*", SearchOption.AllDirectories))
            {
                ct.ThrowIfCancellationRequested();
                if (File.GetLastWriteTimeUtc(file) < instant.UtcDateTime) yield return (new TenantId(tenant), Path.GetFileName(file));
            }
            await Task.Yield();
        }
    }

    public Task RemoveDraftsAsync(DateTimeOffset instant, CancellationToken ct)
    {
        if (!Directory.Exists(Incoming)) return Task.CompletedTask;
        foreach (var file in Directory.EnumerateFiles(Incoming).Where(f => File.GetLastWriteTimeUtc(f) < instant.UtcDateTime)) File.Delete(file);
        return Task.CompletedTask;
    }

    // Two letters of the name make a level, so that no folder grows without end.
    private string PlaceOf(TenantId tenant, string name) => Path.Combine(folder, tenant.Value.ToString("N"), name[..2], name);

    private sealed class Draft(string path, string place, string name) : IDocumentDraft
    {
        private readonly FileStream _file = new(path, Options());
        private bool _kept;

        public string Name => name;

        public Stream Content => _file;

        public async Task<Stream> ReopenAsync(CancellationToken ct)
        {
            await _file.FlushAsync(ct);
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Share = FileShare.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }

        public async Task KeepAsync(CancellationToken ct)
        {
            await _file.FlushAsync(ct);
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            DurableFolder.Ensure(Path.GetDirectoryName(place)!);
            File.Move(path, place);
            DurableFolder.Flush(Path.GetDirectoryName(place)!);
            _kept = true;
        }

        public async ValueTask DisposeAsync()
        {
            await _file.DisposeAsync();
            if (!_kept) File.Delete(path);
        }

        private static FileStreamOptions Options()
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
