using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RemovedListEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_policy_list_entries_tenant_id_list_id_removed_in",
                table: "policy_list_entries",
                columns: new[] { "tenant_id", "list_id", "removed_in" },
                filter: "removed_in IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_policy_list_entries_tenant_id_list_id_removed_in",
                table: "policy_list_entries");
        }
    }
}
