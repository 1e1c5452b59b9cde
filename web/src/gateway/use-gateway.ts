import {
  QueryCache,
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  type InfiniteData,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { GatewayFailure, isSignedOut } from './failure.js';
import { request, type GatewayDocument } from './request.js';

/** The key of the query that says who is signed in. */
export const VIEWER_KEY = ['Viewer'];

const names = new WeakMap<object, string>();

/** The operation's name, under which its answers are cached. */
function nameOf(document: GatewayDocument<unknown, never>): string {
  let name = names.get(document);
  if (!name) {
    name = /\b(?:query|mutation)\s+(\w+)/.exec(document.toString())?.[1] ?? document.toString();
    names.set(document, name);
  }
  return name;
}

/** The cache of everything read from the gateway. Once any answer says that the session has ended, the viewer is asked for again. */
export function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.queryKey[0] !== VIEWER_KEY[0]) void client.resetQueries({ queryKey: VIEWER_KEY });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && error instanceof GatewayFailure && error.retryable,
      },
    },
  });
  return client;
}

/** How a read behaves. */
export interface ReadOptions<Result> {
  enabled?: boolean;
  /** Shows the answer for the variables before while the next one loads. */
  keep?: boolean;
  /** How often to read again, in milliseconds; false for never. */
  every?: (latest: Result | undefined) => number | false;
  staleTime?: number;
}

/** Reads one operation; its answer is cached under its name and variables. */
export function useGateway<Result, Variables>(
  document: GatewayDocument<Result, Variables>,
  variables: Variables,
  options: ReadOptions<Result> = {},
): UseQueryResult<Result, GatewayFailure> {
  const { every } = options;
  return useQuery<Result, GatewayFailure>({
    queryKey: [nameOf(document as GatewayDocument<unknown, never>), variables],
    queryFn: ({ signal }) => request(document, variables, signal),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(every ? { refetchInterval: (query) => every(query.state.data) } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  });
}

/** A page of a Relay connection. */
export interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

/** A list that grows by pages. */
export interface Pages<Node> {
  nodes: Node[];
  error: GatewayFailure | null;
  isPending: boolean;
  isFetching: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/**
 * Reads a Relay connection page by page.
 * @param pageOf finds the connection in the answer; null when what it hangs on does not exist
 */
export function useGatewayPages<Result, Variables extends { after?: string | null }, Node>(
  document: GatewayDocument<Result, Variables>,
  variables: Omit<Variables, 'after'>,
  pageOf: (result: Result) => Page<Node> | null | undefined,
  options: { enabled?: boolean; keep?: boolean; every?: (nodes: Node[]) => number | false } = {},
): Pages<Node> {
  const { every } = options;
  const query = useInfiniteQuery<Result, GatewayFailure, InfiniteData<Result, string | null>, QueryKey, string | null>({
    queryKey: [nameOf(document as GatewayDocument<unknown, never>), variables],
    queryFn: ({ pageParam, signal }) => request(document, { ...variables, after: pageParam } as Variables, signal),
    initialPageParam: null,
    getNextPageParam: (last: Result) => {
      const page = pageOf(last);
      return page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    },
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(every ? { refetchInterval: (read) => every(read.state.data?.pages.flatMap((page) => pageOf(page)?.nodes ?? []) ?? []) } : {}),
  });
  const pages = query.data?.pages;
  const nodes = useMemo(() => pages?.flatMap((page) => pageOf(page)?.nodes ?? []) ?? [], [pages, pageOf]);
  return {
    nodes,
    error: query.error,
    isPending: query.isPending,
    isFetching: query.isFetching,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** Runs a write. `mutateAsync` throws a GatewayFailure; expected refusals are members of its result. */
export function useGatewayWrite<Result, Variables>(
  document: GatewayDocument<Result, Variables>,
): UseMutationResult<Result, GatewayFailure, Variables> {
  return useMutation<Result, GatewayFailure, Variables>({ mutationFn: (variables) => request(document, variables) });
}
